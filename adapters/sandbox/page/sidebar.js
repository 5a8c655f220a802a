/**
 * The left side: platforms, conversations, the person one is. Guarantee: everything in it is a link or a button with a
 * name; arrow keys move inside each group.
 */

import { el } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { keyed } from "./keyed.js";
import { roving, settleTabStop } from "./roving.js";
import { formatRoute } from "./route.js";
import { themeButton } from "./theme.js";

/** @returns {(state: Object) => void} draws the rail of platforms */
export function createRail(rail, platforms, page) {
  const list = el("div", { class: "rail-list" });
  const help = iconButton("help", "What this sandbox covers", {
    testid: "coverage",
    press: () => page.showPanel({ kind: "coverage" }),
  });
  rail.append(list, el("div", { class: "rail-tools" }, help, themeButton()));
  return (state) =>
    keyed(
      list,
      platforms.map((platform) => ({
        key: platform.id,
        version: [state.platform === platform.id],
        draw: () =>
          el(
            "button",
            {
              type: "button",
              class: "platform",
              title: platform.title,
              "aria-label": platform.title,
              "aria-current": state.platform === platform.id ? "true" : null,
              data: { testid: `platform-${platform.id}`, focus: `platform-${platform.id}` },
              on: { click: () => page.goTo({ platform: platform.id, conversation: null, thread: null }) },
            },
            platform.glyph,
          ),
      })),
    );
}

const SIGILS = { channel: "#", forum: "❏", im: "●", thread: "└" };
const MOST_THREADS = 12;

/** One line: a conversation, or a thread in it. */
function placeEntry(state, { id, kind, name, label, current, href }, page) {
  const unread = state.unread[id] ?? 0;
  return {
    key: id,
    version: [current, unread, href, label],
    draw: () =>
      el(
        "a",
        {
          href,
          class: ["conversation", kind === "thread" && "nested", unread && "unread"].filter(Boolean).join(" "),
          "aria-current": current ? "page" : null,
          title: label,
          data: { testid: `channel-${name}`, focus: `channel-${id}` },
          on: { click: page.closeMenu },
        },
        el("span", { class: "sigil", "aria-hidden": "true" }, SIGILS[kind] ?? "#"),
        el("span", { class: "name" }, label),
        unread > 0 && el("span", { class: "count", "aria-label": `${unread} unread` }, String(unread)),
      ),
  };
}

/** A conversation with the threads its platform lists below it. */
function conversationEntries(state, conversation, page) {
  const { id, kind, name, label, threads = [] } = conversation;
  const person = state.people.find((each) => each.id === state.viewer);
  const to = (thread) =>
    formatRoute({
      platform: state.platform,
      person: person.name,
      conversation: kind === "im" ? `@${name}` : name,
      thread,
    });
  const listed = threads.slice(0, MOST_THREADS);
  const inListed = listed.some((thread) => thread.id === state.thread);
  const current = state.conversation === id && !inListed;
  return [
    placeEntry(state, { id, kind, name, label, current, href: to(null) }, page),
    ...listed.map((thread) =>
      placeEntry(
        state,
        {
          id: thread.id,
          kind: "thread",
          name: thread.id,
          label: thread.name,
          current: state.thread === thread.id,
          href: to(thread.id),
        },
        page,
      ),
    ),
  ];
}

function personEntry(state, person, page) {
  const current = person.id === state.viewer;
  return {
    key: person.id,
    version: [current],
    draw: () =>
      el(
        "button",
        {
          type: "button",
          class: "person",
          role: "radio",
          "aria-checked": String(current),
          title: `Act as ${person.real_name}`,
          data: { testid: `person-${person.name}`, focus: `person-${person.id}` },
          on: { click: () => page.become(person) },
        },
        el(
          "span",
          { class: "avatar", style: `--tint:${person.color}`, "aria-hidden": "true" },
          person.name[0].toUpperCase(),
        ),
        person.name,
      ),
  };
}

/** @returns {(state: Object) => void} draws conversations and people */
export function createSidebar(sidebar, page) {
  const team = el("strong", {});
  const groups = [
    { label: "Channels", kinds: (kind) => kind !== "im" },
    { label: "Direct messages", kinds: (kind) => kind === "im" },
  ].map((group) => ({ ...group, list: el("div", { class: "conversations" }) }));
  const nav = el(
    "nav",
    { "aria-label": "Conversations" },
    groups.map(({ label, list }) => el("section", {}, el("h2", {}, label), list)),
  );
  const people = el("div", { class: "people", role: "radiogroup", "aria-label": "You are" });
  const count = el("span", { class: "count" });
  const problems = el(
    "button",
    {
      type: "button",
      class: "problems",
      data: { testid: "problems" },
      on: { click: () => page.showPanel({ kind: "problems" }) },
    },
    icon("alert"),
    "Refused API calls",
    count,
  );
  sidebar.append(
    el("header", {}, team, el("small", {}, "local sandbox")),
    nav,
    el("footer", {}, problems, el("span", { class: "people-label" }, "You are"), people),
  );
  roving(nav, ".conversation");
  roving(people, ".person", { horizontal: true });

  return (state) => {
    const world = state.worlds[state.platform];
    team.textContent = world.team?.name ?? "";
    const conversations = page.platform().conversations(world, state.viewer);
    for (const { list, kinds } of groups) {
      keyed(
        list,
        conversations.filter(({ kind }) => kinds(kind)).flatMap((each) => conversationEntries(state, each, page)),
      );
    }
    keyed(
      people,
      state.people.map((person) => personEntry(state, person, page)),
    );
    settleTabStop(nav, ".conversation", nav.querySelector("[aria-current]"));
    settleTabStop(people, ".person", people.querySelector("[aria-checked=true]"));
    count.textContent = String(state.problems.length);
    problems.classList.toggle("some", state.problems.length > 0);
  };
}
