/**
 * Asking a twin on behalf of a person. Guarantee: every refusal, and a sandbox that cannot be reached, is said to the
 * person in a sentence; nothing throws.
 */

/** @param {(text: string) => void} notify says something to the person */
export function createRequests(notify) {
  /**
   * @param {string} what is being done, as the beginning of a sentence
   * @param {Promise<Object>} asking an answer of the control API
   * @returns {Promise<Object>} the answer, `{ok: false, message}` where there was none
   */
  async function checked(what, asking) {
    const answer = await settled(asking);
    if (!answer.ok) notify(`${what} failed: ${answer.message ?? answer.error ?? "no reason given"}`);
    return answer;
  }

  /** @returns {Promise<Object[] | null>} what `upload` gave for each file, or null when one of them failed */
  async function uploadAll(files, upload) {
    const uploaded = await Promise.all([...files].map(upload));
    return uploaded.includes(null) ? null : uploaded;
  }

  return { checked, uploadAll };
}

/** An answer in any case: what went wrong on the way becomes `{ok: false, message}`. */
export const settled = (asking) => asking.catch((error) => ({ ok: false, message: error.message }));
