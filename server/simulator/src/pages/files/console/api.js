// The control API, as the console calls it.

const API = "/control/v1";

/** The instance has answered, and said no. Anything else that is thrown means that there was no answer. */
export class Refused extends Error {}

export async function api(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  const answer = await fetch(API + path, request);
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(json.error?.message ?? `status ${answer.status}`);
  return json;
}

export const get = (path) => api("GET", path);

/** The stream that says that something has changed. */
export const listen = () => new EventSource(`${API}/live`);
