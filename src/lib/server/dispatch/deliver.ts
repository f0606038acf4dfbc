import { mailOf, type Mailer } from './mail.ts';
import type { Claimed, Outbox } from './outbox.ts';
import type { SecretTarget } from './targets.ts';
import { sendWebhook, type Sending } from './webhook.ts';

/** So many messages go to a target before the others are looked at again. */
const AT_ONCE = 20;

type Options = {
	outbox: Outbox;
	mailer: Mailer | null;
	sending: Sending;
};

/**
 * Sends what is due: at least once, and with the same key each time. Who dies between sending and writing it down sends once more, and the
 * receiver knows it by its key. Targets do not wait for each other; of one that does not answer, the others do.
 */
export function createDeliver({ outbox, mailer, sending }: Options) {
	async function send(claimed: Claimed): Promise<void> {
		if (claimed.to.target.kind === 'webhook') return sendWebhook(claimed, sending);
		if (!mailer) throw new Error('no mail can be sent: TOUCHSTONE_SMTP_URL is not set');
		await mailer.send({ key: claimed.key, to: claimed.to.target.address, ...mailOf(claimed, sending) });
	}

	async function sendTo(target: SecretTarget): Promise<number> {
		for (let sent = 0; sent < AT_ONCE; sent++) {
			const claimed = outbox.claim(target);
			if (!claimed) return sent;
			try {
				await send(claimed);
				outbox.sent(claimed);
			} catch (error) {
				outbox.failed(claimed, error instanceof Error ? error.message : String(error));
				return sent;
			}
		}
		return AT_ONCE;
	}

	/** Resolves with how many were sent, to one target or to all. */
	return async (only?: string): Promise<number> => {
		const targets = outbox.targets.list().filter(({ id }) => only === undefined || id === only);
		const sent = await Promise.all(targets.map(sendTo));
		return sent.reduce((sum, one) => sum + one, 0);
	};
}
