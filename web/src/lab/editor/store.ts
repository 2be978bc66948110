// The browser's stores, which it may refuse: then nothing is kept, and whoever keeps hears of it.

import type { Store } from './drafts';

const kRefusing: Store = {
    getItem: () => null,
    setItem: () => { throw new Error('the browser keeps nothing'); },
    removeItem: () => undefined,
};

export function browserStore(which: 'localStorage' | 'sessionStorage'): Store {
    try { return window[which]; } catch { return kRefusing; }
}
