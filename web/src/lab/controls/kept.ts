// A control that is made of the model and shows the view.

import type { LabState } from '../state';

/// Calls `make` now and when the scenario or its model is another, and `show` when the view is.
export function keep(state: LabState, make: () => void, show: () => void): void {
    state.subscribe('model', make);
    state.subscribe('scenario', make);
    state.subscribe('view', show);
    make();
}
