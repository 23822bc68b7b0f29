// Writes down what the crate does with the library while a test runs.
//
// The crate enters the library by Reflect.get, set, apply and construct alone. They are watched here, for callers in
// the glue of the crate only, so what the library does by itself counts for nothing. The library is not touched.
// `window.recorded()` answers a list of [name, what was given and taken]; values are kept as shapes: which keys there
// were, and single words, never longer text.
(() => {
  const { get, set, apply, construct } = Reflect;
  const seen = new Map();
  const ours = () => {
    // A stack through wasm is long, and writing it out is what takes time here.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 4;
    const { stack } = new Error();
    Error.stackTraceLimit = limit;
    return stack.includes("/pkg/");
  };

  const note = (name, position, shape) => {
    const entry = seen.get(name) ?? seen.set(name, {}).get(name);
    if (position !== undefined) entry[position] = merged(entry[position], shape);
  };
  // A shape is a list of words, or an object of shapes; a list of values has the shapes of all of them in one.
  const shape = (value, depth = 0) => {
    if (value === null || value === undefined || typeof value === "function" || depth > 7) return {};
    if (value instanceof Date) return {};
    if (typeof value === "string") return /^[\w:]{1,40}$/.test(value) ? { "=": [value] } : {};
    if (typeof value !== "object") return {};
    if (Array.isArray(value)) return value.map((item) => shape(item, depth + 1)).reduce(merged, {});
    // Objects of a class are handles, not data; so are the parts of the library.
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return {};
    if (Object.values(window.connect ?? {}).includes(value)) return {};
    const found = {};
    for (const key of Object.keys(value)) {
      if (value[key] !== undefined && value[key] !== null) found[key] = shape(value[key], depth + 1);
    }
    return found;
  };
  const merged = (one = {}, other = {}) => {
    const both = { ...one };
    for (const key of Object.keys(other)) {
      both[key] = key === "=" ? [...new Set([...(one[key] ?? []), ...other[key]])] : merged(one[key], other[key]);
    }
    return both;
  };

  const parts = { core: "Core", globalResiliency: "GlobalResiliency", agentApp: "AgentApp", storageAccess: "StorageAccess" };
  // The class that declares a member of this object, as the declarations name it.
  const owner = (object, key) => {
    const connect = window.connect;
    if (!connect) return undefined;
    if (object === connect) return "";
    for (const part in parts) if (object === connect[part]) return parts[part];
    if (object === connect.agentApp?.AppRegistry) return "AppRegistry";
    if (object === connect.core?.webSocketProvider) return "WebSocketManager";
    if (connect.EventBus && object instanceof connect.EventBus) return "EventBus";
    for (const name of Object.keys(connect)) if (object === connect[name]) return name;
    for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      if (!Object.hasOwn(at, key)) continue;
      // Some classes have two names; the longer one is the declared one.
      const named = Object.keys(connect).filter((name) => /^[A-Z]/.test(name) && connect[name] === at.constructor);
      return named.sort((a, b) => b.length - a.length)[0];
    }
    return undefined;
  };
  const named = (object, key) => {
    const of = owner(object, key);
    return of === undefined ? undefined : of === "" ? key : `${of}.${key}`;
  };
  const watched = (callback, name, position) =>
    new Proxy(callback, {
      apply(target, self, given) {
        given.slice(0, 2).forEach((value, index) => note(name, `${position}(${index}`, shape(value)));
        return apply(target, self, given);
      },
    });

  const keyOf = (object, callee) => {
    for (let at = object; at; at = Object.getPrototypeOf(at)) {
      for (const key of Object.getOwnPropertyNames(at)) {
        const property = Object.getOwnPropertyDescriptor(at, key);
        if (property.value === callee) return key;
      }
    }
    return undefined;
  };
  // The last name under which a function was asked for: two names may mean the same function.
  let asked = {};

  Reflect.get = (object, key, ...rest) => {
    const value = get(object, key, ...rest);
    if (ours()) {
      asked = { object, key, value };
      const name = named(object, key);
      if (name !== undefined && typeof value !== "function") note(name, "result", shape(value));
    }
    return value;
  };
  Reflect.set = (object, key, value, ...rest) => {
    const callback = typeof value === "function" && ours();
    return set(object, key, callback ? watched(value, "callbacks", key) : value, ...rest);
  };
  Reflect.apply = (callee, self, given) => {
    if (!ours()) return apply(callee, self, given);
    const key = asked.value === callee && asked.object === self ? asked.key : keyOf(self, callee);
    const name = named(self, key);
    if (name === undefined) return apply(callee, self, given);
    note(name);
    const passed = [...given].map((value, index) => {
      if (typeof value === "function") return watched(value, name, `argument ${index}`);
      note(name, `argument ${index}`, shape(value));
      // Answers come by callbacks inside an object of options.
      for (const [option, inner] of Object.entries(value ?? {})) {
        if (typeof inner === "function" && ["success", "failure", "onInit", "onGrant", "onDeny", "onRequest"].includes(option)) {
          set(value, option, watched(inner, name, `argument ${index}.${option}`));
        }
      }
      return value;
    });
    const result = apply(callee, self, passed);
    if (typeof result?.then === "function") {
      result.then((value) => note(name, "result", shape(value)), () => {});
    } else note(name, "result", shape(result));
    return result;
  };
  Reflect.construct = (callee, given, ...rest) => {
    if (ours()) {
      const name = Object.keys(window.connect ?? {}).filter((key) => window.connect[key] === callee && key !== "Connection")[0];
      if (name) {
        note(`${name}.new`);
        [...given].forEach((value, index) => note(`${name}.new`, `argument ${index}`, shape(value)));
      }
    }
    return construct(callee, given, ...rest);
  };
  window.recorded = () => [...seen];
})();
