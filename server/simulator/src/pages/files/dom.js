// Elements from descriptions, and descriptions brought up to date in place.
//
// A node is known by its place among the children it was described with, holes and nested lists included, or by its key
// within a list. So what comes and goes beside it does not disturb it, and focus, selection and scroll stay where they
// are.

const SVG = "http://www.w3.org/2000/svg";

/** `h("button.primary", { onclick }, "Text")`. A child that is null or false leaves a hole. */
export function h(kind, props, ...children) {
  const [tag, ...classes] = kind.split(".");
  const { key, ...rest } = props ?? {};
  if (classes.length > 0) rest.class = classes.join(" ");
  return { tag, key, props: rest, children };
}

export const icon = (name) => ({ tag: "svg", props: { class: "icon", "aria-hidden": "true" }, children: [], icon: name });

function* named(children, path = "") {
  for (const [index, child] of children.entries()) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) yield* named(child, `${path}${index}.`);
    else yield [child.key === undefined ? `${path}${index}` : `${path}#${child.key}`, child];
  }
}

const fits = (node, description) =>
  typeof description === "object" ? node.described?.tag === description.tag : node.nodeType === Node.TEXT_NODE;

/** Makes the children of an element what the descriptions say. */
export function render(parent, ...descriptions) {
  const wanted = new Map(named(descriptions));
  const known = new Map();
  for (const node of [...parent.childNodes]) {
    const description = wanted.get(node.called);
    // Gone before anything is put in place: a node that is moved loses the focus.
    if (description === undefined || !fits(node, description)) node.remove();
    else known.set(node.called, node);
  }
  let at = parent.firstChild;
  for (const [name, description] of wanted) {
    let node = known.get(name);
    if (!node) {
      node = create(description);
      node.called = name;
    }
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    update(node, description);
  }
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
