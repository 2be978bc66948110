// A scenario's parts, as GET /api/model tells them (docs/serving.md).

export interface Stands { file: string; line: number }
export interface Named { name: string; label: string }
export interface Listed { file: string; title: string }

export interface ModelOutcome extends Stands { name: string; label: string; unit: string; kind: 'truth' | 'choice' | 'date' | 'number'; values: Named[] }

export interface Param extends Stands {
    name: string;
    module: string;
    type: string;
    unit: string;
    strength: boolean;
    low: number | null;
    high: number | null;
    value: number | null;
    quantiles: number[] | null;
    prior: string;
    cites: string[];
    assumed: string;
}

export interface Question extends Stands { name: string; label: string; group: string; interventions: string[] }

export interface Observation extends Stands {
    number: number;
    text: string;
    first: string;
    last: string;
    accounts: number;
    ending: boolean;
    cites: string[];
    assumed: string;
}

export interface Domain { name: string; enum: boolean; members: Named[] }

export interface Happening extends Stands {
    kind: 'rule' | 'event' | 'decision' | 'vote';
    name: string;
    module: string;
    indices: string[];
    unordered: boolean;
    options: { name: string; over: string }[];
}

export interface StatePart extends Stands {
    kind: string;
    name: string;
    module: string;
    type: string;
    domain: string;
    unit: string;
    indices: string[];
    low: number | null;
    high: number | null;
}

/// Who can be played.
export interface Player { name: string; label: string; domain: string; count: number; decisions: string[] }

export interface Model {
    scenario: string;
    title: string;
    from: string;
    to: string;
    by: string;
    files: string[];
    continues: unknown[];
    outcomes: ModelOutcome[];
    params: Param[];
    causes: Question[];
    whatifs: Question[];
    record: Observation[];
    domains: Domain[];
    happenings: Happening[];
    states: StatePart[];
    players: Player[];
}
