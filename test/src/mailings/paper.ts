import type { ReviewDigest } from '#schema/review-digest.ts';
import { reviewHref } from '../../../src/lib/weekly/question.ts';
import type { Printed, PrintOrder } from '../../../src/lib/server/print/draw.ts';

const digest: ReviewDigest = {
	...{
		week: '2026-W47',
		days: '16–22 November 2026',
		whose: '',
		reach: 'data up to 22 Nov',
		href: '/weekly'
	},
	...{ changes: [], calm: 'Nothing changed.' },
	numbers: [{ name: 'Satisfaction', value: '93.2 %', promise: '', before: '94.1 %', href: '/weekly' }]
};

/** Publishes under the address of the week itself. */
export const publish = async ({ week, teams }: { week: string; teams: string[] }) =>
	reviewHref({ week, teams, channels: [] });

/** Prints a line; keeps what it was asked, and fails when told to. */
export function paper() {
	const asked: PrintOrder[] = [];
	let trouble: Error | undefined;
	return {
		asked,
		fail: (error: Error | undefined) => void (trouble = error),
		print: async (order: PrintOrder): Promise<Printed> => {
			asked.push(order);
			if (trouble) throw trouble;
			return { pdf: Buffer.from('%PDF of a test'), digest };
		}
	};
}
