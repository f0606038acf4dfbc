import { z } from 'zod';
import { ReviewTrouble } from './mailing.ts';

/** What people can be told of: a promise broke; nobody acted within 15 minutes. */
export const NoticeAbout = z.enum(['breach', 'escalation']);
export type NoticeAbout = z.infer<typeof NoticeAbout>;

/** A weekly review that did not reach who waits for it: which, since when (RFC 3339), and why. */
export const ReviewNotice = z.object({ week: z.string(), since: z.string(), trouble: ReviewTrouble });
export type ReviewNotice = z.infer<typeof ReviewNotice>;

/** What is told of a broken promise. Nobody's customer is named. `review`: of a weekly review that did not come, every webhook is told. */
export const Notice = z.object({
	about: z.enum([...NoticeAbout.options, 'review', 'test']),
	review: ReviewNotice.optional(),
	promise_id: z.string(),
	case_id: z.string(),
	metric: z.string(),
	team: z.string(),
	agent: z.string(),
	owner: z.string(),
	channel: z.string(),
	tier: z.string(),
	topic: z.string(),
	due_at: z.string(),
	breach_at: z.string()
});
export type Notice = z.infer<typeof Notice>;

const name = z
	.string({ error: 'expected a name' })
	.trim()
	.min(1, 'expected a name')
	.max(100, 'expected at most 100 characters');

const common = {
	name,
	/** What it is told of. */
	hears: z
		.array(z.enum(NoticeAbout.options, { error: `expected ${NoticeAbout.options.join(' or ')}` }))
		.min(1, `expected ${NoticeAbout.options.join(' or ')}`),
	/** Of which teams; empty: of all. */
	teams: z.array(z.string().max(200)).max(100).default([]),
	language: z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' })
};

/** An address over HTTP without a name and password in it, which fetch refuses. */
const isWebAddress = (text: string) => {
	const url = URL.canParse(text) ? new URL(text) : null;
	return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
};

const Webhook = z.strictObject({
	...common,
	kind: z.literal('webhook'),
	address: z
		.string({ error: 'expected an address' })
		.trim()
		.max(2000, 'expected at most 2000 characters')
		.refine(
			isWebAddress,
			'expected an address that begins with http:// or https://, without name and password'
		)
});

const Email = z.strictObject({
	...common,
	kind: z.literal('email'),
	address: z
		.email('expected an e-mail address, such as duty@example.org')
		.max(320, 'expected at most 320 characters')
});

/** Somebody, or some program, that is told. */
export const NotificationTarget = z.discriminatedUnion('kind', [Webhook, Email], {
	error: 'expected webhook or email'
});
export type NotificationTarget = z.infer<typeof NotificationTarget>;

const id = z.string().max(64).optional();

/** How it is given: with the id of one that is there, which keeps its secret where none is given; null takes the secret away. */
const Given = z.discriminatedUnion(
	'kind',
	[
		Webhook.extend({
			id,
			secret: z
				.string()
				.min(16, 'expected at least 16 characters')
				.max(200, 'expected at most 200 characters')
				.nullish()
		}),
		Email.extend({ id })
	],
	{ error: 'expected webhook or email' }
);
export type GivenTarget = z.infer<typeof Given>;

/** All who are to be told from now on: whoever is not among them is told nothing any more. */
export const NotificationOrder = z.strictObject({
	targets: z.array(Given, { error: 'expected a list of targets' }).max(50, 'expected at most 50 targets')
});
export type NotificationOrder = z.output<typeof NotificationOrder>;

/** One of them, as it is told: never with its secret. */
export type KnownTarget = NotificationTarget & { id: string; has_secret: boolean };

/** What was sent lately, or is to be. Times are RFC 3339. */
export type SentMessage = {
	/** The same however often it is tried. */
	key: string;
	target: string;
	name: string;
	about: Notice['about'];
	notices: number;
	state: 'waiting' | 'sent' | 'given_up';
	tries: number;
	made_at: string;
	/** When it is tried again; null once it is not. */
	next_at: string | null;
	done_at: string | null;
	/** What went wrong the last time. */
	error: string | null;
};

export type NotificationAnswer = {
	targets: KnownTarget[];
	messages: SentMessage[];
	/** Whether mails can be sent: TOUCHSTONE_SMTP_URL is set. */
	mail: boolean;
	/** Since when promises that break are told of. */
	since: string;
};
