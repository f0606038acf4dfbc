import { setTimeout as sleep } from 'node:timers/promises';
import { KEY, openSocket } from '../../ingest/support.ts';
import { readAnswer, type Answer } from './answer.ts';

/** After so long there is no answer. */
const PATIENCE_MS = 60_000;
/** What is sent together stays below 1 MiB, with room for what stands around it. */
const MOST_BYTES = 900_000;

/** A way into ingest: events as JSON texts, and one answer to all of them. */
export type Door = { name: string; send(events: readonly string[]): Promise<Answer>; close(): void };

async function inTime<T>(answer: Promise<T>): Promise<T> {
	const late = new AbortController();
	const timeout = sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
		throw new Error('no answer');
	});
	try {
		return await Promise.race([answer, timeout]);
	} finally {
		late.abort();
		timeout.catch(() => {});
	}
}

/** Frames on one connection of `touchstone.v1`. */
export async function webSocketDoor(url: string): Promise<Door> {
	const { socket, next, closed } = await openSocket(url);
	let seq = 0;
	const cut = closed.then((code) => {
		throw new Error(`closed with ${code} instead of an answer`);
	});
	cut.catch(() => {});
	return {
		name: 'websocket',
		async send(events) {
			socket.send(`{"seq":${++seq},"events":[${events.join(',')}]}`);
			const answer = readAnswer(await inTime(Promise.race([next(), cut])));
			if (answer.ack !== seq) throw new Error(`ack ${answer.ack} for frame ${seq}`);
			return answer;
		},
		close: () => socket.close()
	};
}

async function post(url: string, type: string, body: string): Promise<Answer> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': type },
		body
	});
	return readAnswer(await response.json());
}

/** Requests with a content type. */
export function httpDoor(socketUrl: string, name: 'batch' | 'lines'): Door {
	const url = socketUrl.replace('ws:', 'http:');
	return {
		name,
		send: (events) =>
			inTime(
				name === 'batch'
					? post(url, 'application/cloudevents-batch+json', `[${events.join(',')}]`)
					: post(url, 'application/x-ndjson', events.join('\n'))
			),
		close: () => {}
	};
}

/** Splits texts so that each part fits into a frame or a body. */
export function inParts(texts: readonly string[]): string[][] {
	const parts: string[][] = [];
	let bytes = Infinity;
	for (const text of texts) {
		const more = Buffer.byteLength(text) + 1;
		if (bytes + more > MOST_BYTES) {
			parts.push([]);
			bytes = 0;
		}
		bytes += more;
		parts.at(-1)?.push(text);
	}
	return parts;
}
