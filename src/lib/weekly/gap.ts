import { evidence, shareOf } from '../evidence.ts';
import type { Screen } from '../screen.ts';
import type { Side } from '../server/weekly/perception.ts';

/** A gap with its sign: below zero less than was expected. */
export const signed = (gap: number, screen: Screen) =>
	`${gap < 0 ? '−' : gap > 0 ? '+' : ''}${screen.decimal(Math.abs(gap))}`;

/** A promise counts as kept from so many of a hundred on: among thousands one is always missed, and that one is no reason for what all the others perceive. */
const KEPT = 0.95;

/** Our promise was kept to at least 95 of 100 customers, and still less was perceived than expected: then the standard is the wrong one. */
export function isStandardWrong({ perceived, row }: Pick<Side, 'perceived' | 'row'>): boolean {
	const { share, denominator } = shareOf(row);
	if (!perceived || evidence(perceived.n) === 'few' || evidence(denominator) === 'few') return false;
	return perceived.gap < 0 && share !== null && share >= KEPT;
}
