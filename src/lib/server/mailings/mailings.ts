import { NOTICES_FILE } from '#schema/store-file.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	KnownMailing,
	MailingAnswer,
	MailingOrder,
	ReviewAlarm,
	ReviewAlarms,
	ReviewTrouble
} from '#schema/mailing.ts';
import type { ReviewNotice } from '#schema/notification.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { troubleText } from '../../weekly/trouble-words.ts';
import { again } from '../dispatch/again.ts';
import { createMailer } from '../dispatch/mail.ts';
import { openNotices } from '../dispatch/notices-file.ts';
import { createDeliverReviews } from './deliver.ts';
import { nextDue, occasionOf } from './due.ts';
import { createMailingList, type ListedMailing, type MailingProblem } from './list.ts';
import type { Making } from './making.ts';
import { createOutgoing } from './outgoing.ts';

const TURN_MS = 5_000;
/** A server that does not answer does not hold up the end. */
const STOP_MS = 1_000;

type Options = Making & {
	/** TOUCHSTONE_DATA. */
	data: string;
	/** The business zone: weeks are its. */
	zone: string;
	/** Where people open the dashboard. */
	origin: string;
	smtp?: string | undefined;
	now?: () => number;
	leaseMs?: number;
	turnMs?: number;
	log?: (line: string) => void;
	/** Hears of each alarm that is new, by another way than the mail that fails. */
	onAlarm?: (alarm: ReviewNotice) => void;
};

/** The weekly review by mail: who gets it, and when. */
export type Mailings = {
	answer(): MailingAnswer;
	/** Who gets it from now on; undefined, or what is wrong with the order. */
	replace(order: MailingOrder): MailingProblem | undefined;
	/** Sends the review of the last complete week; resolves with whether there is such a mailing, once it was tried. */
	sendNow(id: string): Promise<boolean>;
	/** What everybody may know of reviews that did not come; null: all did. */
	alarms(): ReviewAlarms | null;
	/** Looks once what is due, and sends it; resolves with how many were sent. */
	turn(): Promise<number>;
	/** Goes on so until stopped. */
	start(): void;
	stop(): Promise<void>;
};

/** Without the words of a mail server, in which addresses may be. */
const silentOf = (trouble: ReviewTrouble): ReviewTrouble =>
	trouble.reason === 'not_sent' ? { ...trouble, detail: '' } : trouble;

function publicOf([first, ...more]: ReviewAlarm[]): ReviewAlarms | null {
	if (!first) return null;
	const { week, since, trouble } = first;
	return { count: more.length + 1, week, since, trouble: silentOf(trouble) };
}

export function createMailings({
	data,
	zone,
	origin,
	publish,
	printer,
	smtp,
	now = Date.now,
	leaseMs,
	turnMs = TURN_MS,
	log,
	onAlarm
}: Options): Mailings {
	const opened = openNotices(join(data, NOTICES_FILE));
	const list = createMailingList(opened, now);
	const outgoing = createOutgoing(opened, { now, zone, leaseMs });
	const mailer = smtp ? createMailer(smtp) : null;
	const deliver = createDeliverReviews({ list, outgoing, publish, printer, mailer, origin });
	let end: (() => Promise<void>) | undefined;

	function known({ id, mailing }: ListedMailing): KnownMailing {
		const { week, due } = occasionOf(mailing, nextDue(mailing, now()), zone);
		const next = { at: new Date(due).toISOString(), week: isoWeekOf(week) };
		return { id, ...mailing, next: mailing.paused ? null : next };
	}

	const alarmed = new Set<string>();

	/** Each that is new is a line in the log, without the mail server's words, and goes out by other ways. */
	function tellAlarms() {
		for (const { mailing, week, since, over, trouble } of outgoing.alarms()) {
			const key = JSON.stringify([mailing, week, over, trouble.reason]);
			if (alarmed.has(key)) continue;
			alarmed.add(key);
			const silent = silentOf(trouble);
			const message = `The weekly review ${week} did not reach its reader: ${troubleText(silent, 'en', zone)}`;
			log?.(JSON.stringify({ level: 'error', message, mailing, week, since, over, reason: silent.reason }));
			onAlarm?.({ week, since, trouble: silent });
		}
	}

	async function turn() {
		outgoing.plan(list.list());
		const sent = await deliver();
		tellAlarms();
		return sent;
	}

	return {
		answer: () => ({
			mailings: list.list().map(known),
			removed: list.removed().map(known),
			sent: outgoing.lately(),
			alarms: outgoing.alarms(),
			mail: mailer !== null
		}),
		replace: (order) => list.replace(order, mailer !== null),
		async sendNow(id) {
			if (!list.list().some((one) => one.id === id)) return false;
			outgoing.sendNow({ id });
			await deliver(id);
			return true;
		},
		alarms: () => publicOf(outgoing.alarms()),
		turn,
		start() {
			const tell = (error: unknown) => log?.(`Mailing weekly reviews: ${error}`);
			end ??= again(turn, turnMs, tell);
		},
		async stop() {
			// Whatever is under way is done again after the next start.
			await Promise.race([end?.(), sleep(STOP_MS, undefined, { ref: false })]);
			mailer?.close();
			opened.db.close();
		}
	};
}
