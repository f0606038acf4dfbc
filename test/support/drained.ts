import { setTimeout as sleep } from 'node:timers/promises';

/** What /health of an ingest says, and with which status. `url` is where producers connect to. */
export async function healthOf(url: string) {
	const response = await fetch(url.replace('ws:', 'http:').replace('/v1/events', '/health'));
	return { code: response.status, ...(await response.json()) };
}

/** Resolves when ClickHouse has all that ingest has acknowledged. */
export async function drained(url: string, timeoutMs = 60_000) {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const health = await healthOf(url);
		if (health.pending === 0) return;
		if (Date.now() > deadline) throw new Error(`events still wait for ClickHouse: ${JSON.stringify(health)}`);
		await sleep(20);
	}
}
