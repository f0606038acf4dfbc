import { z } from 'zod';
import { ReviewTrouble, type ReviewAlarm, type SentReview } from '#schema/mailing.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { lastComplete } from '../../weekly/weeks.ts';
import { createMessages, type ClaimedMessage } from '../dispatch/messages.ts';
import type { NoticesFile } from '../dispatch/notices-file.ts';
import { lastDue, occasionOf } from './due.ts';
import type { ListedMailing } from './list.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A dashboard that was away at the hour sends so much later; what is older is an alarm. */
export const LATE_MS = 24 * HOUR_MS;
/** So long it is tried to make a review; then its reader is told that there is none. */
export const MAKING_MS = 2 * HOUR_MS;
/** So long it is waited for data of its week that have not come in; a source that is silent holds a week up for a day. */
const WAITING_MS = LATE_MS;
/** Printing may have to wait for others, and then for a mail server. */
const LEASE_MS = 15 * MINUTE_MS;
const LATELY = 50;

/** A message about a review that is being sent. `week`: its Monday. `trouble`: what a failure tells of. */
export type ClaimedReview = ClaimedMessage & {
	week: string;
	kind: 'review' | 'failure';
	trouble: ReviewTrouble | null;
	/** The page of what was published for it; null before. */
	page: string | null;
};

const iso = (ms: number) => new Date(ms).toISOString();

const Trouble = z
	.string()
	.nullable()
	.transform((text) => (text === null ? null : ReviewTrouble.parse(JSON.parse(text))));

const About = z.object({
	week: z.string(),
	kind: z.enum(['review', 'failure']),
	trouble: Trouble,
	page: z.string().nullable()
});

const Sent = z
	.object({
		...{ key: z.string(), mailing: z.string(), address: z.string(), week: z.string() },
		...{ kind: z.enum(['review', 'failure']), state: z.enum(['waiting', 'sent', 'given_up']) },
		...{ tries: z.int(), made_at: z.int(), next_at: z.int(), done_at: z.int().nullable(), error: Trouble }
	})
	.transform(({ made_at, next_at, done_at, error, week, ...row }): SentReview => ({
		...{ ...row, week: isoWeekOf(week), trouble: error },
		made_at: iso(made_at),
		next_at: row.state === 'waiting' ? iso(next_at) : null,
		done_at: done_at === null ? null : iso(done_at)
	}));

const Alarm = z
	.object({
		...{ mailing: z.string(), address: z.string(), week: z.string(), since: z.int() },
		...{ state: z.string(), error: Trouble }
	})
	.transform(({ week, since, state, error, ...row }): ReviewAlarm | null =>
		error === null
			? null
			: { ...row, week: isoWeekOf(week), since: iso(since), over: state === 'given_up', trouble: error }
	);

const LATELY_SENT = /* sql */ `
	SELECT
		key,
		reviews.mailing                           AS mailing,
		json_extract(mailings.mailing, '$.address') AS address,
		week,
		kind,
		state,
		tries,
		made_at,
		next_at,
		done_at,
		error
	FROM messages
	JOIN reviews ON reviews.message = messages.key
	JOIN mailings ON mailings.id = reviews.mailing
	ORDER BY made_at DESC, messages.rowid DESC
	LIMIT ${LATELY}`;

/** Of everybody who still gets the review, the latest one that has not come, and since when none has. */
const ALARMS = /* sql */ `
	WITH
		of_reviews AS (SELECT messages.*, messages.rowid AS place, reviews.mailing AS mailing, week FROM messages JOIN reviews ON message = key WHERE kind = 'review'),
		last_sent AS (SELECT mailing, max(place) AS place FROM of_reviews WHERE state = 'sent' GROUP BY mailing),
		missing AS (
			SELECT of_reviews.*
			FROM of_reviews
			LEFT JOIN last_sent USING (mailing)
			WHERE error IS NOT NULL AND of_reviews.place > coalesce(last_sent.place, 0))
	SELECT
		missing.mailing                             AS mailing,
		json_extract(mailings.mailing, '$.address') AS address,
		week,
		state,
		error,
		(SELECT min(made_at) FROM missing AS all_of WHERE all_of.mailing = missing.mailing) AS since
	FROM missing
	JOIN mailings ON mailings.id = missing.mailing AND removed_at IS NULL
	WHERE place = (SELECT max(place) FROM missing AS all_of WHERE all_of.mailing = missing.mailing)
	ORDER BY since, mailing`;

type Options = {
	/** The clock, ms. */
	now: () => number;
	/** The business zone: weeks are its. */
	zone: string;
	leaseMs?: number | undefined;
};

/** The reviews that are to be sent, and what became of them, on the disk: each week once to each, whenever a process dies. */
export function createOutgoing(opened: NoticesFile, { now, zone, leaseMs = LEASE_MS }: Options) {
	const { db, inOne } = opened;
	const messages = createMessages(opened, { now, leaseMs });
	const about = db.prepare('SELECT week, kind, trouble, page FROM reviews WHERE message = ?');
	const setAbout = db.prepare(
		'INSERT OR IGNORE INTO reviews (message, mailing, week, kind, trouble) VALUES (?, ?, ?, ?, ?)'
	);
	const setPage = db.prepare('UPDATE reviews SET page = ? WHERE message = ?');
	const lately = db.prepare(LATELY_SENT);
	const alarms = db.prepare(ALARMS);
	// Nobody gets last week's review because they were away, or paused, until now.
	const expire = db.prepare(
		`UPDATE messages SET state = 'given_up', done_at = ?, error = coalesce(error, ?)
		WHERE state = 'waiting' AND made_at < ? AND key IN (SELECT message FROM reviews WHERE mailing = ? OR ? = '')`
	);
	const clean = db.prepare('DELETE FROM reviews WHERE message NOT IN (SELECT key FROM messages)');

	function add(key: string, mailing: string, week: string): boolean {
		if (!messages.add(key, mailing, now())) return false;
		setAbout.run(key, mailing, week, 'review', null);
		return true;
	}

	/** Its reader is told once that there is none. */
	function tell(key: string, mailing: string, week: string, trouble: ReviewTrouble) {
		if (messages.add(`${key}-failure`, mailing, now()))
			setAbout.run(`${key}-failure`, mailing, week, 'failure', JSON.stringify(trouble));
	}

	/** What waits for longer than a day is given up; that is an alarm where somebody still waits for it. */
	function expireOld(list: readonly ListedMailing[]) {
		const before = now() - LATE_MS - HOUR_MS;
		const error = JSON.stringify({ reason: 'too_late', detail: iso(before) } satisfies ReviewTrouble);
		for (const { id, mailing } of list) if (!mailing.paused) expire.run(now(), error, before, id, id);
		expire.run(now(), null, before, '', '');
	}

	function planOne({ id, since, mailing }: ListedMailing): boolean {
		const asked = lastDue(mailing, now());
		if (mailing.paused || asked <= since) return false;
		const { week, due } = occasionOf(mailing, asked, zone);
		if (due > now()) return false;
		const key = `weekly-${isoWeekOf(week)}-${id}`;
		if (!add(key, id, week)) return false;
		if (now() - due > LATE_MS) {
			const trouble: ReviewTrouble = { reason: 'too_late', detail: iso(due) };
			messages.giveUp(key, JSON.stringify(trouble));
			tell(key, id, week, trouble);
		}
		return true;
	}

	/** That the first word of a week is waited for on a Monday is no alarm yet. */
	const isWaiting = ({ trouble, over, since }: ReviewAlarm) =>
		trouble.reason === 'not_reported' && !over && now() - Date.parse(since) < MAKING_MS;

	return {
		/** Writes down what is due, once. Returns how many are new. */
		plan: (list: readonly ListedMailing[]): number =>
			inOne(() => {
				clean.run();
				expireOld(list);
				return list.filter(planOne).length;
			}),
		/** One to send now, of the last complete week. */
		sendNow: ({ id }: Pick<ListedMailing, 'id'>) => {
			const week = lastComplete({ now: now(), zone }, null);
			inOne(() => add(`weekly-${isoWeekOf(week)}-${id}-${now()}`, id, week));
		},
		/** Takes the next message to somebody that is due: nobody else sends it meanwhile. */
		claim({ id }: Pick<ListedMailing, 'id'>): ClaimedReview | undefined {
			const claimed = messages.claim(id);
			return claimed && { ...claimed, ...About.parse(about.get(claimed.key)) };
		},
		/** What was published for it: however often it is tried, its reader gets this. */
		keepPage: ({ key }: ClaimedReview, page: string) => void setPage.run(page, key),
		sent: messages.sent,
		/** It was made, and no server took it. */
		notSent: (claimed: ClaimedReview, detail: string) =>
			void messages.failed(claimed, JSON.stringify({ reason: 'not_sent', detail })),
		/** It could not be made: after two hours its reader is told so, after a day when data of its week are missing. */
		notMade: (claimed: ClaimedReview, trouble: ReviewTrouble) =>
			inOne(() => {
				const patience = trouble.reason === 'not_reported' ? WAITING_MS : MAKING_MS;
				const over = messages.failed(claimed, JSON.stringify(trouble), patience);
				if (over) tell(claimed.key, claimed.target, claimed.week, trouble);
			}),
		lately: (): SentReview[] => z.array(Sent).parse(lately.all()),
		alarms: (): ReviewAlarm[] =>
			z
				.array(Alarm)
				.parse(alarms.all())
				.filter((alarm) => alarm !== null)
				.filter((alarm) => !isWaiting(alarm))
	};
}
export type Outgoing = ReturnType<typeof createOutgoing>;
