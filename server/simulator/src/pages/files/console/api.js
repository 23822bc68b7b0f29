// The control API, as the console calls it.

const API = "/control/v1";

export async function api(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  const answer = await fetch(API + path, request);
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error?.message ?? `status ${answer.status}`);
  return json;
}

export const get = (path) => api("GET", path);
