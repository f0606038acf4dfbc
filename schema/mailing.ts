import { z } from 'zod';
import { Zone } from './environment.ts';

/** Somebody who gets the weekly review by mail: of which teams (none: of all), in which language, and when by the clocks of a zone. */
export const Mailing = z.strictObject({
	address: z
		.email('expected an e-mail address, such as head@example.org')
		.max(320, 'expected at most 320 characters'),
	teams: z
		.array(z.string().max(200, 'expected at most 200 characters'))
		.max(100, 'expected at most 100 teams')
		.default([]),
	language: z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' }),
	zone: Zone,
	/** 1 is Monday. */
	weekday: z
		.int('expected a weekday: 1 (Monday) to 7 (Sunday)')
		.min(1, 'expected a weekday: 1 (Monday) to 7 (Sunday)')
		.max(7, 'expected a weekday: 1 (Monday) to 7 (Sunday)')
		.default(1),
	hour: z
		.int('expected an hour: 0 to 23')
		.min(0, 'expected an hour: 0 to 23')
		.max(23, 'expected an hour: 0 to 23')
		.default(8),
	paused: z.boolean('expected true or false').default(false)
});
export type Mailing = z.infer<typeof Mailing>;

const Given = Mailing.extend({ id: z.string().max(64).optional() });

/** All who get it from now on. With its id one that is there is changed, and one that was removed comes back. */
export const MailingOrder = z.strictObject({
	mailings: z.array(Given, { error: 'expected a list of mailings' }).max(50, 'expected at most 50 mailings')
});
export type GivenMailing = z.input<typeof Given>;
export type MailingOrder = z.output<typeof MailingOrder>;

/**
 * Why a review could not be made, or not be sent. `detail`: the parts that are missing, or what a program said. `not_reported`: not all of its week
 * has come in yet; `detail` is how far the data reach (RFC 3339; '': there are none).
 */
export const ReviewTrouble = z.object({
	reason: z.enum([
		'part_missing',
		'no_data',
		'not_reported',
		'no_browser',
		'too_slow',
		'not_drawn',
		'busy',
		'not_sent',
		'too_late'
	]),
	detail: z.string()
});
export type ReviewTrouble = z.infer<typeof ReviewTrouble>;

/** One of them, as it is told. Times are RFC 3339. */
export type KnownMailing = Mailing & {
	id: string;
	/** When it is sent next, and the week it will be about then; null while it is paused. */
	next: { at: string; week: string } | null;
};

/** A review that was sent, or is to be; `kind` failure: the mail that says that none could be made. */
export type SentReview = {
	key: string;
	mailing: string;
	address: string;
	/** The ISO name of the week. */
	week: string;
	kind: 'review' | 'failure';
	state: 'waiting' | 'sent' | 'given_up';
	tries: number;
	made_at: string;
	next_at: string | null;
	done_at: string | null;
	/** What went wrong the last time. */
	trouble: ReviewTrouble | null;
};

/** A review that somebody waits for. `over`: it is not tried any more. */
export type ReviewAlarm = {
	mailing: string;
	address: string;
	week: string;
	since: string;
	over: boolean;
	trouble: ReviewTrouble;
};

/** What everybody may know of alarms: no addresses, and no words of a mail server, in which addresses may be. */
export type ReviewAlarms = { count: number; week: string; since: string; trouble: ReviewTrouble };

export type MailingAnswer = {
	mailings: KnownMailing[];
	/** Those that were removed lately, and can come back. */
	removed: KnownMailing[];
	sent: SentReview[];
	alarms: ReviewAlarm[];
	/** Whether mails can be sent: TOUCHSTONE_SMTP_URL is set. */
	mail: boolean;
};
