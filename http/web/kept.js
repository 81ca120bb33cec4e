// Small things that the browser keeps by an id.

/// The newest `most` of them, under `key` of the storage that `storage()` answers with: it throws where nothing may be
/// kept, and then nothing is. `of(id)`: null for what is not kept. `keep(id, what)`: nothing forgets it.
export function keptById(storage, key, most) {
  const all = () => {
    try {
      return JSON.parse(storage().getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  return {
    of: (id) => all()[id] ?? null,
    keep(id, what) {
      const { [id]: _, ...others } = all();
      const now = [...Object.entries(others), ...(what ? [[id, what]] : [])].slice(-most);
      try {
        storage().setItem(key, JSON.stringify(Object.fromEntries(now)));
      } catch {
        // The page goes on without.
      }
    },
  };
}

/// What somebody chose in this browser, or null.
export function chosen(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/// Null: nothing is chosen any more. Where nothing may be kept, nothing is.
export function choose(key, what) {
  try {
    if (what === null) localStorage.removeItem(key);
    else localStorage.setItem(key, what);
  } catch {
    // The page goes on without.
  }
}
