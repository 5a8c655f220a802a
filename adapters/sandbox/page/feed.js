/**
 * The stream of changes the sandbox pushes. Guarantee: no change is missed. `load` (the whole state) runs once the
 * socket is open, frames that arrive meanwhile wait and are applied after it; a lost connection comes back by itself
 * and loads again.
 */

// Quick at first (a restarted sandbox is back within a second), then calm.
const RETRY_MS = [250, 500, 1000, 2000, 4000];

/**
 * @param {{viewer: string, load: () => Promise<void>, apply: (frame: Object) => void, reachable: (yes: boolean) =>
 *   void}} options
 * @returns {() => void} stops the feed
 */
export function openFeed({ viewer, load, apply, reachable }) {
  let stopped = false;
  let failures = 0;
  let socket = null;
  let timer = null;

  function open() {
    const address = new URL(`/sandbox/feed?viewer=${encodeURIComponent(viewer)}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    socket = new WebSocket(address);
    let waiting = [];
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (waiting) waiting.push(frame);
      else apply(frame);
    };
    socket.onopen = async () => {
      try {
        await load();
      } catch (error) {
        console.warn("the sandbox's state could not be loaded; trying again", error);
        socket.close();
        return;
      }
      if (stopped) return;
      failures = 0;
      reachable(true);
      waiting.forEach(apply);
      waiting = null;
    };
    socket.onclose = () => {
      if (stopped) return;
      reachable(false);
      timer = setTimeout(open, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    };
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket.close();
  };
}
