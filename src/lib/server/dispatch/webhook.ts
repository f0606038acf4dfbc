import { createHmac } from 'node:crypto';
import type { Claimed } from './outbox.ts';
import { wordsOf } from './notice-words.ts';

const PATIENCE_MS = 10_000;

export type Sending = {
	/** Where the dashboard is opened, for links. */
	origin: string;
	/** The business zone. */
	zone: string;
	/** The clock, ms. */
	now: () => number;
};

export const linkTo = (origin: string, case_id: string) =>
	case_id ? `${origin}/cases/${encodeURIComponent(case_id)}` : `${origin}/notifications`;

/** What a receiver computes to see that it is from us: HMAC-SHA256 over `TIMESTAMP.BODY`, in hex. */
export const signatureOf = (secret: string, timestamp: string, body: string) =>
	`sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** The same words however often they are sent. */
function bodyOf({ key, to, notices: [notice] }: Claimed, { origin, zone }: Sending): string {
	if (!notice) throw new Error('a message without a notice');
	const { about, review, ...promise } = notice;
	const { title, detail } = wordsOf(notice, to.target.language, zone);
	const link = review ? `${origin}/weekly/mail` : linkTo(origin, promise.case_id);
	const text = `${title}\n${detail}\n${link}`;
	return JSON.stringify({ id: key, type: about, text, link, ...(review ? { review } : { promise }) });
}

/** Posts a message; throws, in words, when it was not taken. A redirection is not followed: it would post elsewhere than was said. */
export async function sendWebhook(claimed: Claimed, sending: Sending): Promise<void> {
	const body = bodyOf(claimed, sending);
	const timestamp = String(Math.floor(sending.now() / 1000));
	const { secret, target } = claimed.to;
	const response = await fetch(target.address, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			'content-type': 'application/json',
			'user-agent': 'Touchstone',
			'idempotency-key': claimed.key,
			'touchstone-timestamp': timestamp,
			...(secret === null ? {} : { 'touchstone-signature': signatureOf(secret, timestamp, body) })
		},
		body,
		signal: AbortSignal.timeout(PATIENCE_MS)
	}).catch((error: unknown) => {
		throw new Error(`cannot be reached: ${reasonOf(error)}`, { cause: error });
	});
	await response.body?.cancel();
	if (!response.ok) throw new Error(`answered ${response.status}`);
}

/** fetch says "fetch failed" and puts why it did behind it. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
