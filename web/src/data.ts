// What `jonbar report` puts into the page (docs/json.md says what the parts mean).
//
// Any part may be missing: a section whose part is missing says which command brings it.

export interface Estimate { p: number; low: number; high: number }
export type Quantiles = Record<string, number | string | null>;

export interface Outcome {
    kind: 'truth' | 'choice' | 'date' | 'number';
    label?: string;
    unit?: string;
    values?: Record<string, Estimate>;
    quantiles?: Quantiles;
    quantiles_low?: Quantiles;
    quantiles_high?: Quantiles;
    mean?: number | null;
    mean_low?: number | null;
    mean_high?: number | null;
    sd?: number | null;
}

export interface Fact {
    text: string;
    place: string;
    forced: boolean;
    density: boolean;
    log_probability: number | null;
    effective: number;
    ancestors: number;
}

export interface Given {
    until?: string;
    islands?: number;
    island_size?: number;
    moves?: number;
    log_evidence?: { value: number | null; low: number | null; high: number | null };
    effective_islands?: number;
    distinct_vectors?: number;
    resamplings?: number;
    facts?: Fact[];
    params?: Record<string, { unit: string; prior: Quantiles; posterior: Quantiles }>;
    prior_histories?: number;
    prior?: Record<string, Outcome>;
}

export interface Run {
    title?: string;
    seed?: number;
    histories?: number;
    partial?: boolean;
    seconds?: number;
    settings?: string[];
    outcomes?: Record<string, Outcome>;
    events?: Record<string, { share: number; mean_times: number }>;
    decisions?: Record<string, Record<string, number>>;
    votes?: Record<string, { held: number; carried: number }>;
    given?: Given;
}

export interface ChangedValue { actual: Estimate; altered: Estimate; difference: Estimate }

export interface ChangedOutcome {
    kind: Outcome['kind'];
    label?: string;
    unit?: string;
    changed?: Estimate;
    values?: Record<string, ChangedValue>;
    flow?: Record<string, Record<string, Estimate | number>>;
    median?: { actual: string | null; altered: string | null };
    mean?: ChangedValue;
}

export interface Timing {
    name: string;
    changed: Estimate;
    sooner: number;
    later: number;
    gained: number;
    lost: number;
    median: string;
}

export interface WhatIf {
    label?: string;
    interventions?: string[];
    unchanged?: Estimate;
    never_offered?: Estimate;
    outcomes?: Record<string, ChangedOutcome>;
    timings?: Timing[];
}

export interface Cause {
    name: string;
    label?: string;
    group?: string;
    absence?: string;
    present?: number | Estimate | null;
    shapley: Estimate;
    owen?: Estimate | null;
    necessity: Estimate | null;
    sufficiency: Estimate | null;
    param_share?: number | null;
    tied?: boolean;
}

export interface Why {
    outcome: string;
    value: string;
    histories?: number;
    islands?: number;
    conditioned?: boolean;
    exact?: boolean;
    with_all?: Estimate;
    without_any?: Estimate;
    prior?: Estimate;
    causes?: Cause[];
    first_stays_first?: number | null;
    groups?: { name: string; owen: Estimate; causes: number }[];
    interactions?: { first: string; second: string; value: Estimate }[];
}

export interface Sensitivity {
    outcome: string;
    value: string;
    histories?: number;
    mean?: Estimate;
    explained?: Estimate;
    indices?: { name: string; param: boolean; first_order: Estimate; total: Estimate }[];
}

export interface Source { title: string; language: string; kind: string; file: string; claims: number; used: number }
export interface Place { source: string; language: string; lines: number[]; quotes?: string[] }

export interface Claim {
    text: string;
    kind?: string;
    strength?: string;
    when?: string;
    group?: string;
    used?: boolean;
    places?: Place[];
}

export interface Rest {
    kind: string;
    what: string;
    place: string;
    cites: string[];
    assumed?: string;
    hindsight?: boolean;
    alternatives?: { text: string; weight: string; cites: string[] }[];
    read_by?: unknown[];
}

export interface Evidence {
    params?: { all: number; cited: number; assumed: number };
    observations?: { all: number; cited: number };
    claim_counts?: { all: number; used: number };
    claims?: Record<string, Claim>;
    sources?: Record<string, Source>;
    groups?: Record<string, { state: string; claims: string[] }>;
    rests?: Rest[];
}

export interface World {
    name: string;
    whatif?: string | null;
    mean: (number | null)[];
    q05: (number | null)[];
    q25: (number | null)[];
    q50: (number | null)[];
    q75: (number | null)[];
    q95: (number | null)[];
}

export interface Quantity { name: string; expression?: string; unit?: string; kind?: 'truth' | 'number'; dates: string[]; worlds: World[] }
export interface CoalitionMap { name: string; relation: string; years: string[]; members: string[]; together: number[][][] }
export interface Flow { whatif: string; outcome: string; from: string[]; to: string[]; share: number[][] }

export interface RecordItem {
    first: string | null;
    last: string | null;
    text: string;
    file?: string;
    line?: number | null;
    probability?: number | null;
    density?: boolean;
    forced?: boolean;
    claims?: string[];
    assumed?: string;
}

export interface Settings {
    seed?: number;
    histories?: number;
    particles?: number;
    islands?: number;
    island_size?: number;
    moves?: number;
    log_evidence?: Given['log_evidence'] | null;
    effective_islands?: number | null;
    distinct_vectors?: number | null;
    seconds?: number;
    until?: string;
    prior?: boolean;
    set?: string[];
}

export interface Report {
    format: string;
    version?: string;
    title?: string;
    file?: string;
    command?: string;
    question?: { outcome: string; value: string } | null;
    calendar?: { unit: string; first: string; last: string } | null;
    settings?: Settings | null;
    run?: Run | null;
    given?: Run | null;
    given_refused?: { code: string; message: string } | null;
    whatif?: { histories?: number; whatifs?: Record<string, WhatIf> } | null;
    why?: Why | null;
    sensitivity?: Sensitivity | null;
    evidence?: Evidence | null;
    quantities?: Quantity[] | null;
    maps?: CoalitionMap[] | null;
    flows?: Flow[] | null;
    record?: RecordItem[] | null;
    text?: { files: { path: string; text: string }[] } | null;
}
