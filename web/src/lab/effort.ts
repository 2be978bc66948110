// How many histories a question is asked of. More of them narrow the intervals and take longer.

import type { Options } from './api';
import type { Effort } from './view';

interface Amount { histories: number; particles: number; island_size: number; sample: number; says: string }

const kAmounts: Record<Effort, Amount> = {
    quick: { histories: 20_000, particles: 16_384, island_size: 1_024, sample: 4_096, says: 'a first look' },
    usual: { histories: 50_000, particles: 65_536, island_size: 4_096, sample: 10_240, says: 'four times as many' },
    fine: { histories: 100_000, particles: 131_072, island_size: 8_192, sample: 20_480, says: 'for records that few histories meet' },
};

export function amountOf(effort: Effort): Amount {
    return kAmounts[effort];
}

/// Of histories that follow no record.
export function free(effort: Effort): Options {
    return { histories: kAmounts[effort].histories };
}

/// Of histories that follow the record: each island counts for itself, and sixteen are the least.
export function followed(effort: Effort): Options {
    const { particles, island_size } = kAmounts[effort];
    return { particles, island_size, moves: 0 };
}

/// Of the histories that altered worlds and causes are asked of.
export function sampled(effort: Effort, follow: boolean): Options {
    return { histories: kAmounts[effort].sample, ...(follow ? followed(effort) : { prior: true }) };
}
