import type { ReviewDigest } from '#schema/review-digest.ts';
import { reviewHref } from '../../../src/lib/weekly/question.ts';
import { PrintTrouble } from '../../../src/lib/server/print/trouble.ts';
import type { Printed, PrintOrder } from '../../../src/lib/server/print/draw.ts';

const digest: ReviewDigest = {
	...{
		week: '2026-W47',
		days: '16–22 November 2026',
		whose: '',
		reach: 'data up to 22 Nov',
		href: '/weekly'
	},
	...{ missing: [], changes: [], calm: 'Nothing changed.' },
	numbers: [{ name: 'Satisfaction', value: '93.2 %', promise: '', before: '94.1 %', href: '/weekly' }]
};

type Kept = { week: string; teams: string[] };

/** Publishes under the address of the week itself. */
export const publish = async ({ week, teams }: Kept) => reviewHref({ week, teams, channels: [] });

/** Publishes so once the data have passed the week; they reach to a time. */
export function publishOnce(until: string) {
	let late = true;
	return {
		arrive: () => void (late = false),
		publish: (given: Kept) =>
			late ? Promise.reject(new PrintTrouble('not_reported', until)) : publish(given)
	};
}

/** Prints a line; keeps what it was asked, and fails when told to. */
export function paper(more: Partial<ReviewDigest> = {}) {
	const asked: PrintOrder[] = [];
	let trouble: Error | undefined;
	return {
		asked,
		fail: (error: Error | undefined) => void (trouble = error),
		print: async (order: PrintOrder): Promise<Printed> => {
			asked.push(order);
			if (trouble) throw trouble;
			return { pdf: Buffer.from('%PDF of a test'), digest: { ...digest, ...more } };
		}
	};
}
