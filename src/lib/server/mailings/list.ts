import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Mailing, type MailingOrder } from '#schema/mailing.ts';
import type { NoticesFile } from '../dispatch/notices-file.ts';

const DAY_MS = 86_400_000;
/** So long what was removed can come back. */
const KEPT_MS = 30 * DAY_MS;

/** Somebody who gets the review. `since` (ms): what was due before is not sent. */
export type ListedMailing = { id: string; since: number; mailing: Mailing };

/** What of an order is wrong. */
export type MailingProblem = { path: string; detail: string };

const Row = z
	.object({ id: z.string(), since: z.int(), mailing: z.string(), removed_at: z.int().nullable() })
	.transform(({ mailing, ...row }) => ({ ...row, mailing: Mailing.parse(JSON.parse(mailing)) }));
type Row = z.output<typeof Row>;

type Given = MailingOrder['mailings'][number];

/** A new hour, or a return, begins now: nobody gets at once what was due this morning. */
function beginsAnew(before: Row, { zone, weekday, hour, paused }: Given) {
	const { mailing } = before;
	const moved = mailing.zone !== zone || mailing.weekday !== weekday || mailing.hour !== hour;
	return moved || before.removed_at !== null || (mailing.paused && !paused);
}

function problemOf(
	given: readonly Given[],
	before: Map<string, Row>,
	mail: boolean
): MailingProblem | undefined {
	const ids = new Set<string>();
	for (const [at, { id }] of given.entries()) {
		const path = (name: string) => `mailings.${at}.${name}`;
		if (id === undefined) {
			if (mail) continue;
			const detail = 'no mail can be sent: set TOUCHSTONE_SMTP_URL and start the dashboard again';
			return { path: path('address'), detail };
		}
		if (!before.has(id))
			return { path: path('id'), detail: 'there is no such mailing: leave the id out to add one' };
		if (ids.has(id)) return { path: path('id'), detail: 'this mailing stands in the list twice' };
		ids.add(id);
	}
	return undefined;
}

/** Who gets the weekly review. */
export function createMailingList({ db, inOne }: NoticesFile, now: () => number) {
	const select = db.prepare('SELECT id, since, mailing, removed_at FROM mailings ORDER BY at, id');
	const put = db.prepare(
		`INSERT INTO mailings (id, at, since, mailing) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET since = excluded.since, mailing = excluded.mailing, removed_at = NULL`
	);
	const remove = db.prepare('UPDATE mailings SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
	const forget = db.prepare('DELETE FROM mailings WHERE removed_at < ?');

	const all = (): Row[] => z.array(Row).parse(select.all());

	function store(given: Given, at: number, before: Row | undefined) {
		const { id = randomBytes(8).toString('hex'), ...mailing } = given;
		const since = before && !beginsAnew(before, given) ? before.since : now();
		put.run(id, now() + at, since, JSON.stringify(mailing));
		return id;
	}

	return {
		list: (): ListedMailing[] => all().filter(({ removed_at }) => removed_at === null),
		/** Those that were removed, the latest first. */
		removed: (): ListedMailing[] =>
			all()
				.filter(({ removed_at }) => removed_at !== null)
				.toSorted((a, b) => (b.removed_at ?? 0) - (a.removed_at ?? 0)),
		/** Puts these in the place of all there are; undefined, or what is wrong with them. */
		replace({ mailings }: MailingOrder, mail: boolean): MailingProblem | undefined {
			return inOne(() => {
				forget.run(now() - KEPT_MS);
				const before = new Map(all().map((row) => [row.id, row]));
				const problem = problemOf(mailings, before, mail);
				if (problem) return problem;
				const kept = new Set(mailings.map((given, at) => store(given, at, before.get(given.id ?? ''))));
				for (const id of before.keys()) if (!kept.has(id)) remove.run(now(), id);
				return undefined;
			});
		}
	};
}
export type MailingList = ReturnType<typeof createMailingList>;
