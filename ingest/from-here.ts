import { isLoopback } from './env.ts';
import type { Handler } from './http.ts';
import { answerRefusal, refusal } from './refusal.ts';

/** Only from this machine, and only with a key for all teams. `what` is what is asked for, in the words of the refusal. */
export const fromHere =
	(what: string, handler: Handler): Handler =>
	async (request, response, key) => {
		const address = (request.socket.remoteAddress ?? '').replace('::ffff:', '');
		if (isLoopback(address) && !key.teams) return handler(request, response, key);
		const [path, detail] = key.teams
			? ['Authorization', `a key for certain teams may not ask for ${what}`]
			: ['address', `${what} is asked for on the machine of ingest alone`];
		answerRefusal(response, refusal(403, 'forbidden', path, detail));
	};
