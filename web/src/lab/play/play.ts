// The tab Play: one person's decisions in a history, one after the other.

import './play.css';
import { apart, h } from '../../dom';
import { count, dateWords, words } from '../../words';
import { ApiError, asApiError, type Api, type Subject } from '../api';
import { browserStore } from '../editor/store';
import type { Listed, Model } from '../model';
import { problem } from '../problem';
import type { LabState } from '../state';
import { beginForm, loadButton } from './begin';
import { endPart } from './end';
import { Game, readSaved, writeSaved, type Beginning, type Saved } from './game';
import { KeptGames, type Kept } from './kept';
import { chosenAgain, chosenBefore, replayOf, savedBefore, type Replay } from './replay';
import { announced, Names } from './shape';
import { Story } from './story';
import { turn } from './turn';

export function mountPlay(host: HTMLElement, state: LabState, api: Api): void {
    const part = new PlayPart(host, state, api);
    void part.open();
}

class PlayPart {
    private readonly heard = h('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    private readonly top = h('div', { class: 'play-top' });
    private readonly wrong = h('div');
    private readonly place = h('div');
    private readonly kept = new KeptGames(browserStore('localStorage'));
    private game: Game | null = null;
    private names = new Names(null);
    private named = false;
    private story: Story | null = null;
    private subject: Subject | null = null;
    private replay: Replay | null = null;
    private scenario = '';          // whose game or form is shown
    private lastPerson = '';
    private wanted: Saved | null = null;  // to go on with, once its scenario is chosen
    private busy = false;
    private turns = 0;              // a later one overtakes what an earlier one still waits for
    private giveUp: () => void = () => undefined;

    constructor(private readonly host: HTMLElement, private readonly state: LabState, private readonly api: Api) {
        host.append(h('div', { class: 'play' }, this.heard, this.top, this.wrong, this.place));
        state.subscribe('scenario', () => void this.open());
        state.subscribe('model', () => this.showModel());
        state.subscribe('text', () => this.showTop());
        document.addEventListener('keydown', (event) => this.key(event));
        addEventListener('pagehide', () => this.game?.forget());
    }

    /// Shows the scenario that is chosen: its game goes on where this browser has one.
    async open(): Promise<void> {
        this.leave();
        this.scenario = this.state.view.scenario;
        const kept = this.wanted ? { saved: this.wanted, replay: null } : this.kept.of(this.scenario);
        this.wanted = null;
        this.showForm();
        const subject = this.state.subject();
        if (kept && !kept.left && subject) await this.start(subject, { saved: kept.saved }, kept.replay, false);
    }

    /// Shows what the scenario's parts are called, once they are known.
    private showModel(): void {
        if (!this.game) return this.showForm();
        if (this.named || !this.state.model || this.busy) return;
        this.name();
        this.show(false);
    }

    private name(): void {
        this.named = this.state.model !== null;
        this.names = new Names(this.state.model);
        this.story = new Story(this.names);
    }

    private leave(): void {
        this.giveUp();
        this.giveUp = () => undefined;
        this.game?.forget();
        this.game = null;
        this.story = null;
        this.replay = null;
        this.wrong.replaceChildren();
        ++this.turns;
        this.setBusy(false);
    }

    private showForm(): void {
        this.showTop();
        const { model, view } = this.state;
        const left = this.kept.of(this.scenario);
        const offer = model && left ? [h('p', { class: 'play-left' }, h('button', { type: 'button', class: 'button go-on', click: () => void this.goOn(left) },
            'Go on as ', apart(labelOf(model, left.saved.person)), `, ${count(left.saved.choices.length, 'choice')} made`))] : [];
        this.place.replaceChildren(...offer, model
            ? beginForm(model, view.set, view.seed, this.lastPerson, { begin: (beginning) => void this.begin(beginning), load: (text) => void this.load(text) })
            : h('p', { class: 'nothing' }, this.state.problem ? 'A text with errors cannot be played.' : 'Reading the scenario …'));
    }

    private showTop(): void {
        if (!this.game) return this.top.replaceChildren(h('h2', null, 'Play a history'));
        const { place } = this.game;
        const text = this.subject && 'text' in this.subject ? this.subject.text : null;
        this.top.replaceChildren(
            h('h2', null, 'You are ', apart(place.label)),
            h('p', { class: 'quiet' }, `History ${place.history}, seed ${place.seed}${place.first && place.history > 0 ? ', the first in which there is something to decide' : ''}${place.settings.length > 0 ? `; held: ${place.settings.join(', ')}` : ''}.`
                + (text === this.state.text ? '' : ' The text has changed since; the game goes on as it began.')),
            h('p', { class: 'play-actions' },
                h('button', { type: 'button', class: 'button undo', disabled: place.choices.length === 0, click: () => void this.act((game) => game.undo(), false) }, 'Go back one choice'), ' ',
                h('button', { type: 'button', class: 'button', click: () => this.save() }, 'Save to a file'), ' ',
                loadButton((file) => void this.load(file)), ' ',
                h('button', { type: 'button', class: 'button', click: () => this.beginAnew() }, 'Begin another game')));
    }

    private beginAnew(): void {
        if (this.game) this.kept.keep(this.scenario, { saved: this.game.place.saved, replay: this.replay, left: true });
        this.leave();
        this.showForm();
        this.place.querySelector<HTMLElement>('select')?.focus();
    }

    private async goOn(left: Kept): Promise<void> {
        const subject = this.state.subject();
        if (subject) await this.start(subject, { saved: left.saved }, left.replay, true);
    }

    private async begin(beginning: Beginning): Promise<void> {
        const subject = this.state.subject();
        if (!subject) return;
        this.lastPerson = beginning.as;
        await this.start(subject, beginning, null, true);
    }

    private async start(subject: Subject, beginning: Beginning | { saved: Saved }, replay: Replay | null, asked: boolean): Promise<void> {
        const mine = ++this.turns;
        this.giveUp();
        this.giveUp = () => undefined;
        this.setBusy(true);
        this.wrong.replaceChildren();
        try {
            const game = await Game.begin(this.api, subject, beginning);
            if (mine !== this.turns) return game.forget();
            this.game?.forget();
            this.game = game;
            this.subject = subject;
            this.replay = replay;
            this.name();
            this.lastPerson = game.place.person;
            this.show(asked);
        } catch (error) {
            if (mine !== this.turns) return;
            this.wrong.replaceChildren(problem(asApiError(error)));
        } finally {
            if (mine === this.turns) this.setBusy(false);
        }
    }

    /// Does something with the game, then makes again what was chosen before.
    private async act(what: (game: Game) => Promise<void>, again = true): Promise<void> {
        const { game } = this;
        if (!game || this.busy) return;
        const mine = ++this.turns;
        this.giveUp();
        this.setBusy(true);
        this.wrong.replaceChildren();
        let failed: unknown = null;
        try {
            await what(game);
            for (;;) {
                const option = again && game.place.stop ? chosenAgain(this.replay, game.place.stop) : null;
                if (option === null || mine !== this.turns) break;
                await game.choose(option);
            }
        } catch (error) { failed = error; }
        if (mine !== this.turns) return;
        this.show(true);
        if (failed) this.wrong.replaceChildren(problem(asApiError(failed)));
        this.setBusy(false);
    }

    /// Shows where the game stands; `led`: the focus goes there.
    private show(led: boolean): void {
        const { game, story, names } = this;
        if (!game || !story || !this.subject) return;
        const { place } = game;
        const keeps = this.kept.keep(this.scenario, { saved: place.saved, replay: this.replay });
        this.showTop();
        if (!keeps) this.top.append(h('p', { class: 'warning' }, 'This browser keeps nothing: save the game to a file to go on later.'));
        this.giveUp();
        if (place.stop) {
            const made = turn(game, place.stop, chosenBefore(this.replay, place.stop), names, {
                choose: (option) => void this.act((one) => one.choose(option)),
                chooseOwn: (times) => void this.act((one) => one.chooseOwn(times), times === 1),
            });
            this.giveUp = () => made.odds.cancel();
            this.place.replaceChildren(h('div', { class: 'play-columns' }, story.element, made.element));
            this.heard.textContent = announced(place.stop, dateWords(place.stop.date), names);
        } else if (place.end) {
            const { end } = place;
            const made = endPart(place, end, this.replay, names, this.api, this.subject, { again: (at, later) => void this.playAgain(at, later) });
            this.giveUp = made.cancel;
            const nobody = place.choices.length === 0 && !place.first
                ? h('p', null, apart(place.label), ' decides nothing in this history. Without a number, the first is looked for in which there is something to decide.') : null;
            this.place.replaceChildren(...[nobody, story.element, made.element].filter((each) => each !== null));
            this.heard.textContent = 'The history is at its end.';
        }
        story.show(place);
        if (led && !this.host.hidden) this.place.querySelector<HTMLElement>('#turn-title, #end-title')?.focus({ preventScroll: place.stop !== undefined });
    }

    /// Goes back to one choice, which is then made anew.
    private async playAgain(at: number, later: boolean): Promise<void> {
        const { game, subject } = this;
        const end = game?.place.end;
        if (!game || !subject || !end || this.busy) return;
        await this.start(subject, { saved: savedBefore(game.place.saved, at) }, replayOf(game.place, end, at, later), true);
    }

    private save(): void {
        if (!this.game) return;
        const { saved } = this.game.place;
        const file = URL.createObjectURL(new Blob([writeSaved(saved)], { type: 'application/json' }));
        const link = h('a', { href: file, download: `${saved.person}-${saved.scenario.replace(/^.*\//, '').replace(/\.jon$/, '')}.json` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(file), 1000);
    }

    /// Goes on with a saved game, of this scenario or of another one in the folder.
    private async load(text: string): Promise<void> {
        this.wrong.replaceChildren();
        try {
            const saved = readSaved(text);
            const { scenarios } = await this.api.get<{ scenarios: Listed[] }>('/api/scenarios');
            const base = (path: string): string => path.replace(/^.*\//, '');
            const fits = scenarios.filter((each) => base(each.file) === base(saved.scenario));
            const scenario = [...fits.filter((each) => each.file === saved.scenario), ...fits.filter((each) => each.file === this.scenario), ...fits][0]?.file;
            if (!scenario) throw new ApiError(0, `The game is one of “${saved.scenario}”, which is not in this folder.`);
            const subject = this.state.subject();
            if (scenario === this.scenario && subject) return await this.start(subject, { saved }, null, true);
            this.wanted = saved;
            this.state.choose(scenario);
        } catch (error) {
            this.wrong.replaceChildren(problem(asApiError(error)));
        }
    }

    private setBusy(busy: boolean): void {
        this.busy = busy;
        this.place.setAttribute('aria-busy', String(busy));
        for (const button of this.host.querySelectorAll<HTMLButtonElement>('.turn .option, .turn .play-actions button, .play-begin button')) button.disabled = busy;
    }

    /// 1 to 9 choose, u goes back.
    private key(event: KeyboardEvent): void {
        const stop = this.game?.place.stop;
        const target = event.target as HTMLElement;
        if (this.host.hidden || this.busy || !this.game || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') || target.closest('input, select, textarea, [contenteditable]')) return;
        if (event.key.toLowerCase() === 'u' && this.game.place.choices.length > 0) {
            event.preventDefault();
            void this.act((game) => game.undo(), false);
            return;
        }
        const option = /^[1-9]$/.test(event.key) ? stop?.options[Number(event.key) - 1] : undefined;
        if (!option) return;
        event.preventDefault();
        void this.act((game) => game.choose(option.name));
    }
}

function labelOf(model: Model, person: string): string {
    return model.players.find((player) => player.name === person)?.label || words(person);
}
