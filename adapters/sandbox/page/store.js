/**
 * The page's one state. Data goes one way: a frame or a click changes the state, changes draw once per picture.
 * Guarantee: readers see whole states only, never one in the middle of a change.
 */

export function createStore(initial) {
  let state = initial;
  let drawing = false;
  const readers = new Set();

  function draw() {
    drawing = false;
    for (const reader of readers) reader(state);
  }

  return {
    get state() {
      return state;
    },
    /** @param {(state: Object) => Object} step a pure function; returning the same state draws nothing. */
    change(step) {
      const next = step(state);
      if (next === state) return;
      state = next;
      // However many frames of the feed arrive between two pictures, one drawing is enough.
      if (!drawing) requestAnimationFrame(draw);
      drawing = true;
    },
    read(reader) {
      readers.add(reader);
    },
  };
}
