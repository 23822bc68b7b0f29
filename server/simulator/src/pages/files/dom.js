// Elements from descriptions, and descriptions brought up to date in place.
// Nodes are kept by key or by position, so that focus, selection and scroll stay where they are.

const SVG = "http://www.w3.org/2000/svg";

/** `h("button.primary", { onclick }, "Text")`. A child that is null or false is no child. */
export function h(kind, props, ...children) {
  const [tag, ...classes] = kind.split(".");
  const { key, ...rest } = props ?? {};
  if (classes.length > 0) rest.class = classes.join(" ");
  const kept = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  return { tag, key: key ?? null, props: rest, children: kept };
}

export const icon = (name) => ({ tag: "svg", key: null, props: { class: "icon", "aria-hidden": "true" }, children: [], icon: name });

/** Makes the children of an element what the descriptions say. */
export function render(parent, ...descriptions) {
  const wanted = descriptions.flat().filter((child) => child !== null && child !== undefined && child !== false);
  const keys = new Set(wanted.map((description) => description.key ?? null));
  const keyed = new Map();
  for (const node of [...parent.childNodes]) {
    const key = node.described?.key ?? null;
    if (key === null) continue;
    // Gone before anything is put in place: a node that is moved loses the focus.
    if (keys.has(key)) keyed.set(key, node);
    else node.remove();
  }
  let at = parent.firstChild;
  for (const description of wanted) {
    let node = fitting(description, at, keyed);
    if (!node) {
      node = create(description);
      parent.insertBefore(node, at);
    } else if (node === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(node, at);
    }
    update(node, description);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function fitting(description, at, keyed) {
  if (typeof description !== "object") return at?.nodeType === Node.TEXT_NODE ? at : null;
  if (description.key !== null) {
    const node = keyed.get(description.key);
    return node?.described.tag === description.tag ? node : null;
  }
  const fits = at?.described && at.described.key === null && at.described.tag === description.tag;
  return fits && at.described.props.type === description.props.type ? at : null;
}

function create(description) {
  if (typeof description !== "object") return document.createTextNode("");
  if (description.tag !== "svg") return document.createElement(description.tag);
  const svg = document.createElementNS(SVG, "svg");
  svg.append(document.createElementNS(SVG, "use"));
  return svg;
}

function update(node, description) {
  if (typeof description !== "object") {
    if (node.data !== String(description)) node.data = String(description);
    return;
  }
  const before = node.described?.props ?? {};
  for (const name of Object.keys(before)) if (!(name in description.props)) set(node, name, null);
  const { value, ...props } = description.props;
  for (const [name, wanted] of Object.entries(props)) if (before[name] !== wanted) set(node, name, wanted);
  node.described = description;
  if (description.icon) node.firstChild.setAttribute("href", `#icon-${description.icon}`);
  else render(node, description.children);
  // Last, because a list can only show a choice that it has.
  if (value !== undefined && before.value !== value) node.value = value;
}

function set(node, name, value) {
  if (name.startsWith("on")) node[name] = value;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}

export const element = (id) => document.getElementById(id);

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Has a screen reader say something. */
export function announce(text) {
  element("announcer").textContent = "";
  // The same words twice are two announcements.
  requestAnimationFrame(() => write(element("announcer"), text));
}

export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}
