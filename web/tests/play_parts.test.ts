// What the tab Play makes of what a game tells; no page is needed.

import { describe, expect, it } from 'vitest';
import { ApiError, type Api, type Listeners } from '../src/lab/api';
import { Game, readSaved, writeSaved, type End, type Known, type Odds, type Place, type Stop } from '../src/lab/play/game';
import { KeptGames } from '../src/lab/play/kept';
import { chosenAgain, chosenBefore, replayOf, savedBefore, type Replay } from '../src/lab/play/replay';
import { announced, compared, endSentence, factCount, medianDate, Names, news, oddsGroups, oddsMeans, oddsOutcomes, readLine, shownFacts, story } from '../src/lab/play/shape';

const names = new Names({
    domains: [{ members: [{ name: 'rykov', label: 'Alexei Rykov' }, { name: 'clara', label: 'کلارا' }] }],
    outcomes: [{ name: 'leads', values: [{ name: 'rykov', label: 'Alexei Rykov' }, { name: 'none', label: 'nobody' }] }],
});

const saved = {
    format: 'jonbar-play', version: 1, scenario: 'letter.jon', title: 'Letter', hash: 'ab', settings: [], continue_as: [], person: 'clara', history: 3, seed: 1,
    choices: [{ date: '1901-01', decision: 'letter', option: 'reads' }, { date: '1901-04', decision: 'letter', option: 'keeps' }],
};
const stop: Stop = {
    number: 2, date: '1901-04', decision: 'strike(clara)', told: [{ date: '1901-03', text: 'Anna dies.' }], known: [], record: [],
    options: [{ name: 'wait', label: '', share: 0.4 }, { name: 'strike_at(rykov)', label: 'Alexei Rykov', share: 0.6 }],
};
const end: End = {
    told: [], parted: '1901-01', only_played: [], only_own: [],
    outcomes: {
        leads: { label: 'leads', unit: '', played: 'nobody', own: 'nobody' },
        falls: { label: 'Boris falls', unit: '', played: 'never', own: '1901-05' },
    },
    choices: [{ date: '1901-01', decision: 'letter', option: 'reads', own: 'keeps' }, { date: '1901-04', decision: 'letter', option: 'keeps', own: 'keeps' }],
    facts: [{ text: 'a', played: true, own: false }, { text: 'b', played: null, own: null }, { text: 'c', played: false, own: false }],
};

function placeOf(id: string, choices: number): Place {
    return { id, scenario: 'letter.jon', title: 'Letter', person: 'clara', label: 'Clara', history: 3, first: false, seed: 1, settings: [], choices: saved.choices.slice(0, choices), chronicle: [], saved: savedBefore(saved, choices), stop };
}

describe('the chronicle', () => {
    it('tells choices from happenings and from what is said', () => {
        expect(readLine({ date: '1', text: 'strike(rykov): strike_at(clara) (8.9 %); not wait 61.7 %, 2 others 3 %' }, []))
            .toEqual({ kind: 'choice', decision: 'strike(rykov)', option: 'strike_at(clara)', share: '8.9 %', others: 'wait 61.7 %, 2 others 3 %', mine: false });
        expect(readLine({ date: '1', text: 'side(trotsky): alone (no other way)' }, [])).toMatchObject({ kind: 'choice', share: 'no other way', others: '' });
        expect(readLine({ date: '1', text: 'letter: keeps' }, [])).toMatchObject({ kind: 'choice', option: 'keeps', share: '' });
        expect(readLine({ date: '1', text: 'review(stalin)' }, []).kind).toBe('bare');
        expect(readLine({ date: '1', text: 'The press writes: nothing.' }, []).kind).toBe('said');
        expect(readLine({ date: '1', text: 'vote charge(rykov) lost: 3 yes of 7, more than 3.5 needed' }, []).kind).toBe('said');
        expect(readLine({ date: '1', text: 'آنا می‌میرد.' }, []).kind).toBe('said');
    });
    it('knows which choices are the player’s', () => {
        const line = { date: '1901-01', text: 'letter: reads (29.5 %); not keeps 70.5 %' };
        expect(readLine(line, saved.choices)).toMatchObject({ mine: true });
        expect(readLine({ ...line, date: '1901-02' }, saved.choices)).toMatchObject({ mine: false });
    });
    it('sorts by date and marks what is fresh', () => {
        const lines = [{ date: '1900', text: 'A.' }, { date: '1900', text: 'B.' }, { date: '1901', text: 'C.' }, { date: '1901', text: 'D.' }];
        expect(story(lines, 1, []).map((day) => [day.date, day.lines.length, day.fresh])).toEqual([['1900', 2, false], ['1901', 1, false], ['1901', 1, true]]);
    });
});

describe('names', () => {
    it('says parts by their labels', () => {
        expect(names.option('strike_at(rykov)')).toBe('strike at Alexei Rykov');
        expect(names.said('offer(rykov, clara)')).toBe('offer (Alexei Rykov, کلارا)');
        expect(names.said('letter_of(unknown_one)')).toBe('letter of (unknown one)');
        expect(names.options('strike_at(rykov) 49.3 %, take_care 17.7 %, 3 others 15.6 %')).toBe('strike at Alexei Rykov 49.3 %, take care 17.7 %, 3 others 15.6 %');
        expect(names.value('leads', 'none')).toBe('nobody');
        expect(names.value('leads', 'some_one')).toBe('some one');
    });
    it('announces a decision in a sentence', () => {
        expect(announced(stop, 'April 1901', names)).toBe('Decision 2, April 1901: strike (کلارا). Since then one thing has happened. 2 options: 1, wait; 2, strike at Alexei Rykov.');
    });
});

describe('what is known', () => {
    const item = (name: string, change: Partial<Known> = {}): Known => ({ about: 'self', name, value: '1', number: true, empty: false, changed: true, ...change });
    it('is at first what there is to tell, then what has changed', () => {
        const known = [item('standing'), item('ill', { empty: true }), item('chair', { about: 'world' })];
        expect(news({ ...stop, number: 1, known }).map((group) => [group.about, group.items.length])).toEqual([['self', 1], ['world', 1]]);
        expect(news({ ...stop, known: known.map((each) => ({ ...each, changed: each.name === 'ill' })) }).map((group) => group.items.map((each) => each.name))).toEqual([['ill']]);
    });
    it('leaves numbers of oneself out where there is much', () => {
        const known = [...Array.from({ length: 13 }, (_each, index) => item(`tie(${index})`, { about: 'ties' })), item('prices', { about: 'world' }), item('seated', { number: false })];
        expect(news({ ...stop, known }).flatMap((group) => group.items.map((each) => each.name))).toEqual(['seated', 'prices']);
    });
});

describe('odds', () => {
    const share = (p: number): { p: number; low: number; high: number } => ({ p, low: p / 2, high: Math.min(1, p * 2) });
    const odds: Odds = { histories: 512, partial: false, options: {
        reads: { same: { kind: 'truth', values: { yes: share(0.3), no: share(0.7) } }, leads: { kind: 'choice', values: { rykov: share(0.8), none: share(0.2) } }, falls: { kind: 'date', values: { '1901-02': share(0.1), '1900-12': share(0.2), never: share(0.7) } }, worth: { kind: 'number', unit: 'gold', mean: share(4) } },
        keeps: { same: { kind: 'truth', values: { yes: share(0.3), no: share(0.7) } }, leads: { kind: 'choice', values: { rykov: share(0.1), clara: share(0.9) } }, falls: { kind: 'date', values: { never: share(1) } }, worth: { kind: 'number', unit: 'gold', mean: share(5) } },
    } };
    it('puts first what the options change most', () => {
        expect(oddsOutcomes(odds).map((outcome) => outcome.name)).toEqual(['leads', 'falls', 'same', 'worth']);
    });
    it('compares the options value by value', () => {
        expect(oddsGroups(odds, 'leads').map((group) => [group.value, ...group.rows.map((row) => row.p)])).toEqual([['clara', 0, 0.9], ['rykov', 0.8, 0.1], ['none', 0.2, 0]]);
        expect(oddsGroups(odds, 'same').map((group) => group.value)).toEqual(['yes']);
        const [comes] = oddsGroups(odds, 'falls');
        expect(comes!.rows[0]!.p).toBeCloseTo(0.3);
        expect(comes!.rows[1]).toMatchObject({ p: 0, low: 0, high: 0.5 });
        expect(oddsGroups(odds, 'worth')).toEqual([]);
        expect(oddsMeans(odds, 'worth').map((row) => [row.option, row.p, row.unit])).toEqual([['reads', 4, 'gold'], ['keeps', 5, 'gold']]);
    });
    it('says by when half have come to it', () => {
        expect(medianDate(odds.options.reads!.falls!)).toBe('1900-12');
        expect(medianDate(odds.options.keeps!.falls!)).toBe('');
    });
});

describe('the end', () => {
    it('sets what differs first, also from the game before', () => {
        expect(compared(end, null).map((row) => [row.label, row.differs])).toEqual([['Boris falls', true], ['leads', false]]);
        expect(compared(end, { leads: 'Rykov', falls: 'never' }).map((row) => [row.name, row.differs, row.before])).toEqual([['leads', true, 'Rykov'], ['falls', true, 'never']]);
    });
    it('says what was chosen otherwise', () => {
        const date = (text: string): string => `<${text}>`;
        expect(endSentence(end, 'Clara', date)).toBe('You chose otherwise than Clara would have in 1 of 2 decisions. The two histories part in <1901-01>.');
        expect(endSentence({ ...end, choices: end.choices.slice(1) }, 'Clara', date)).toBe('You chose as Clara would have in the one decision: it is the very same history.');
        expect(endSentence({ ...end, choices: end.choices.slice(0, 1), parted: '' }, 'Clara', date)).toBe('You chose otherwise than Clara would have in the one decision. It made no difference that the chronicle tells.');
        expect(endSentence({ ...end, choices: [] }, 'Clara', date)).toBe('Clara had nothing to decide in this history.');
    });
    it('counts the facts that can be told', () => {
        expect(factCount(end)).toEqual({ told: 2, played: 1, own: 0 });
        expect(shownFacts(end).map((fact) => fact.text)).toEqual(['a', 'c']);
        expect(shownFacts(end, 1).map((fact) => fact.text)).toEqual(['a']);
    });
});

describe('one other choice', () => {
    const replay: Replay = replayOf(placeOf('a', 2), end, 0, true);
    const at = (number: number, change: Partial<Stop> = {}): Stop => ({ ...stop, number, date: '1901-04', decision: 'letter', options: [{ name: 'keeps', label: '', share: 1 }, { name: 'reads', label: '', share: 0 }], ...change });
    it('begins before that choice', () => {
        expect(savedBefore(saved, 1).choices).toEqual(saved.choices.slice(0, 1));
        expect(saved.choices.length).toBe(2);
        expect(replay.outcomes).toEqual({ leads: 'nobody', falls: 'never' });
    });
    it('makes later choices again only where they fit', () => {
        expect(chosenAgain(replay, at(1, { date: '1901-01' }))).toBeNull();  // this one is made anew
        expect(chosenBefore(replay, at(1, { date: '1901-01' }))).toBe('reads');
        expect(chosenAgain(replay, at(2))).toBe('keeps');
        expect(chosenAgain(replay, at(2, { date: '1901-05' }))).toBeNull();
        expect(chosenAgain(replay, at(2, { decision: 'strike' }))).toBeNull();
        expect(chosenAgain(replay, at(2, { options: [{ name: 'reads', label: '', share: 1 }] }))).toBeNull();
        expect(chosenAgain(replay, at(3))).toBeNull();
        expect(chosenAgain({ ...replay, again: false }, at(2))).toBeNull();
        expect(chosenAgain(null, at(2))).toBeNull();
    });
});

describe('a game', () => {
    /// A server that answers as told, and notes what it was asked.
    function server(answers: (Place | ApiError)[]): { api: Api; asked: string[] } {
        const asked: string[] = [];
        const answer = (what: string): Promise<never> => {
            asked.push(what);
            const next = answers.shift();
            return next instanceof ApiError || !next ? Promise.reject(next ?? new Error('too much was asked')) : Promise.resolve(next as never);
        };
        return {
            asked,
            api: {
                get: (path) => answer(`get ${path}`),
                post: (path, body) => answer(`post ${path} ${JSON.stringify(body)}`),
                ask: (_question: object, _listeners: Listeners<never>, path?: string) => { asked.push(`ask ${path}`); return { cancel: () => undefined }; },
            } as Api,
        };
    }
    const waits: number[] = [];
    const wait = (milliseconds: number): Promise<void> => { waits.push(milliseconds); return Promise.resolve(); };
    const subject = { scenario: 'letter.jon' };

    it('says which decision a choice is for', async () => {
        const { api, asked } = server([placeOf('a', 0), placeOf('a', 1)]);
        const game = await Game.begin(api, subject, { as: 'clara', options: { history: 3 } }, wait);
        await game.choose('reads');
        expect(asked).toEqual(['post /api/plays {"scenario":"letter.jon","as":"clara","options":{"history":3}}', 'post /api/plays/a/choose {"option":"reads","number":1}']);
        expect(game.place.choices.length).toBe(1);
    });
    it('goes on from what was saved where the server has forgotten it', async () => {
        const { api, asked } = server([placeOf('a', 1), new ApiError(404, 'gone'), placeOf('b', 1), placeOf('b', 2)]);
        const game = await Game.begin(api, subject, { as: 'clara', options: {} }, wait);
        await game.choose('keeps');
        expect(asked[2]).toBe(`post /api/plays ${JSON.stringify({ ...subject, saved: savedBefore(saved, 1) })}`);
        expect(asked[3]).toBe('post /api/plays/b/choose {"option":"keeps","number":2}');
        expect(game.place.choices.length).toBe(2);
    });
    it('looks where it stands when an answer was lost', async () => {
        const { api, asked } = server([placeOf('a', 0), new ApiError(409, 'elsewhere'), placeOf('a', 1)]);
        const game = await Game.begin(api, subject, { as: 'clara', options: {} }, wait);
        await game.chooseOwn();
        expect(asked[2]).toBe('get /api/plays/a');
        expect(game.place.choices.length).toBe(1);
    });
    it('waits for a server that is busy, but not for ever', async () => {
        waits.length = 0;
        const busy = (): ApiError => new ApiError(429, 'busy', '', [], 2);
        const once = server([busy(), placeOf('a', 0)]);
        await Game.begin(once.api, subject, { as: 'clara', options: {} }, wait);
        expect(waits).toEqual([2000]);
        const always = server(Array.from({ length: 9 }, busy));
        await expect(Game.begin(always.api, subject, { as: 'clara', options: {} }, wait)).rejects.toThrow('busy');
        expect(always.asked.length).toBe(5);
    });
    it('leaves what cannot be done as it was', async () => {
        const { api } = server([placeOf('a', 0), new ApiError(422, 'no such option')]);
        const game = await Game.begin(api, subject, { as: 'clara', options: {} }, wait);
        await expect(game.choose('burns')).rejects.toThrow('no such option');
        expect(game.place.choices.length).toBe(0);
    });
});

describe('what is kept', () => {
    it('comes back as it was', () => {
        const held = new Map<string, string>();
        const kept = new KeptGames({ getItem: (key) => held.get(key) ?? null, setItem: (key, value) => { held.set(key, value); }, removeItem: (key) => { held.delete(key); } });
        expect(kept.of('letter.jon')).toBeNull();
        expect(kept.keep('letter.jon', { saved, replay: null })).toBe(true);
        expect(kept.of('letter.jon')).toEqual({ saved, replay: null, left: false });
        expect(kept.of('other.jon')).toBeNull();
        for (const key of held.keys()) held.set(key, '{"saved": 3');
        expect(kept.of('letter.jon')).toBeNull();
    });
    it('says so where the browser refuses', () => {
        const refuses = (): never => { throw new Error('full'); };
        expect(new KeptGames({ getItem: () => null, setItem: refuses, removeItem: refuses }).keep('letter.jon', { saved, replay: null })).toBe(false);
    });
    it('is a file that the program reads, and no other is taken', () => {
        expect(readSaved(writeSaved(saved))).toEqual(saved);
        for (const text of ['', '[]', 'null', '{"format": "chess"}', '{"format": "jonbar-play"}']) expect(() => readSaved(text)).toThrow('no saved game');
    });
});
