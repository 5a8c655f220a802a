/**
 * The page: one state, drawn by its parts; the address says where one is, the feed says what happens. Guarantee: data
 * goes one way (address, feed and answers → state → drawing), and switching the person loads that person's view anew.
 */

import { fetchState } from "./api.js";
import { discord } from "./discord/index.js";
import { el } from "./dom.js";
import { openFeed } from "./feed.js";
import { iconButton } from "./icons.js";
import { createBanner, createNotices } from "./notices.js";
import { createPanel } from "./panel.js";
import { formatRoute, parseRoute } from "./route.js";
import { createRail, createSidebar } from "./sidebar.js";
import { slack } from "./slack/index.js";
import { createStore } from "./store.js";

const PLATFORMS = [slack, discord];
const MOST_PROBLEMS = 100;

const store = createStore({
  ready: false,
  reachable: true,
  connected: {},
  people: [],
  viewer: null,
  platform: PLATFORMS[0].id,
  conversation: null,
  thread: null,
  worlds: Object.fromEntries(PLATFORMS.map(({ id, emptyWorld }) => [id, emptyWorld])),
  unread: {},
  problems: [],
  errors: {},
  editing: null,
  replying: null,
  panel: null,
});

const place = (name) => document.getElementById(name);
const platformOf = (state) => PLATFORMS.find(({ id }) => id === state.platform);
const conversationName = ({ kind, name }) => (kind === "im" ? `@${name}` : name);

/** What the parts may ask of the page. */
const page = {
  store,
  notify: createNotices(place("notices")),
  platform: () => platformOf(store.state),
  showPanel: (panel) => store.change((state) => ({ ...state, panel })),
  close: () => store.change((state) => ({ ...state, panel: null })),
  become: (person) => goTo({ person: person.name, conversation: currentName(store.state), thread: null }),
  goTo,
  closeMenu: () => document.body.classList.remove("menu-open"),
  menuButton: () =>
    iconButton("menu", "Conversations", {
      press: () => document.body.classList.toggle("menu-open"),
      attributes: { class: "icon-button menu-button" },
    }),
};

function currentName(state) {
  const conversations = platformOf(state).conversations(state.worlds[state.platform], state.viewer);
  const current = conversations.find(({ id }) => id === state.conversation);
  return current ? conversationName(current) : null;
}

/** Changes the address; the state follows it at once: the next frame must already find the person there. */
function goTo(step) {
  const { platform, thread, people, viewer } = store.state;
  const person = people.find(({ id }) => id === viewer)?.name;
  location.hash = formatRoute({ platform, person, conversation: currentName(store.state), thread, ...step });
  onAddress();
}

/** The state that the address asks for, with the nearest sensible place for what it leaves out. */
function routed(state, route) {
  const platform = PLATFORMS.find(({ id }) => id === route.platform) ?? PLATFORMS[0];
  const viewer = (state.people.find(({ name }) => name === route.person) ?? state.people[0])?.id ?? null;
  const conversations = viewer ? platform.conversations(state.worlds[platform.id], viewer) : [];
  const wanted = conversations.find((each) => conversationName(each) === route.conversation) ?? conversations[0];
  const conversation = wanted?.id ?? null;
  const thread = wanted && route.conversation === conversationName(wanted) ? route.thread : null;
  return {
    ...state,
    platform: platform.id,
    viewer,
    conversation,
    thread,
    unread: { ...state.unread, [conversation]: 0, [thread]: 0 },
  };
}

function applied(state, frame) {
  switch (frame.type) {
    case "connected":
      return { ...state, connected: { ...state.connected, [frame.platform]: frame.connected } };
    case "problem":
      return { ...state, problems: withProblem(state.problems, frame) };
    default: {
      const platform = PLATFORMS.find(({ id }) => id === frame.platform);
      const world = platform.reduce(state.worlds[platform.id], frame);
      return world === state.worlds[platform.id]
        ? state
        : { ...counted(state, platform, frame), worlds: { ...state.worlds, [platform.id]: world } };
    }
  }
}

/** A call refused while the page was loading comes with the state and with a frame: it is one problem. */
function withProblem(problems, problem) {
  const known = problems.some(({ at, method }) => at === problem.at && method === problem.method);
  return known ? problems : [...problems, problem].slice(-MOST_PROBLEMS);
}

/** One more unread message of somebody else in a place that is not open. */
function counted(state, platform, frame) {
  const { type, channel, message } = frame;
  const open = channel === state.conversation || channel === state.thread;
  if (type !== "message" || open || platform.isMine(state.worlds[platform.id], message, state.viewer)) return state;
  return { ...state, unread: { ...state.unread, [channel]: (state.unread[channel] ?? 0) + 1 } };
}

function apply(frame) {
  const before = store.state;
  store.change((state) => applied(state, frame));
  if (frame.platform !== before.platform) return;
  const { viewer, conversation: channel, thread } = before;
  const world = before.worlds[before.platform];
  const root = page.platform().threadToOpen(world, { viewer, channel, thread }, frame);
  if (root) goTo({ thread: root });
  const words = page.platform().spoken(world, frame, before);
  if (words) place("live").textContent = words;
}

let stopFeed = () => {};

function follow(viewer) {
  stopFeed();
  stopFeed = openFeed({
    viewer,
    apply,
    async load() {
      const snapshot = await fetchState();
      const worlds = await Promise.all(
        PLATFORMS.map(async (platform) => [platform.id, await platform.load(viewer, snapshot)]),
      );
      const { people, problems } = snapshot;
      const connected = Object.fromEntries(PLATFORMS.map((platform) => [platform.id, platform.connected(snapshot)]));
      const loaded = { people, problems, connected, ready: true, worlds: Object.fromEntries(worlds) };
      // The person was switched while this was on its way.
      if (store.state.viewer !== viewer) return;
      store.change((state) => routed({ ...state, ...loaded }, parseRoute(location.hash)));
      // A sandbox that was started anew may know the same name under another id.
      if (store.state.viewer !== viewer) follow(store.state.viewer);
    },
    reachable: (reachable) => store.change((state) => ({ ...state, reachable })),
  });
}

function onAddress() {
  const before = store.state.viewer;
  store.change((state) => routed(state, parseRoute(location.hash)));
  const { viewer } = store.state;
  if (viewer === before) return;
  // Not ready: what the person before could see (ephemerals, modals) is not drawn for the next one.
  store.change((state) => ({ ...state, ready: false, unread: {}, errors: {}, editing: null, replying: null }));
  follow(viewer);
}

/** A platform's own panes, which are on the page while it is the one shown. */
function mounted(platform) {
  const main = el("main", { class: "main" });
  const side = el("aside", { class: "side", "aria-label": "Thread" });
  main.addEventListener("pointerdown", ({ target }) => target.closest(".menu-button") || page.closeMenu());
  const { draw, leave } = platform.mount({ main, side }, page);
  return (state) => {
    if (state.platform === platform.id) {
      if (!main.isConnected) place("notices").before(main, side);
      draw(state);
    } else if (main.isConnected) {
      main.remove();
      side.remove();
      leave();
    }
  };
}

async function start() {
  const parts = [
    createRail(place("rail"), PLATFORMS, page),
    createSidebar(place("sidebar"), page),
    createBanner(place("banner"), page),
    createPanel(page, PLATFORMS),
  ];
  const platforms = PLATFORMS.map(mounted);
  store.read((state) => {
    if (!state.ready) return;
    for (const draw of [...parts, ...platforms]) draw(state);
    // The colours of each platform's own places: see theme.css.
    document.body.dataset.platform = state.platform;
    document.title = `${currentName(state)} · chatbridge sandbox`;
  });
  const { people } = await fetchState();
  store.change((state) => ({ ...state, people }));
  addEventListener("hashchange", onAddress);
  onAddress();
}

start();
