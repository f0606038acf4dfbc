const STEPS: [string, Record<string, unknown>][] = [
	['case.opened', { kind: 'request', reason: 'invoice wrong' }],
	['case.responded', {}],
	['case.resolved', { resolution: 'credited' }],
	['survey.answered', { instrument: 'csat', score: 4, survey: 'invitation' }]
];

/** Event `n` of a run as text: cases of four events each, forty agents, ten thousand customers. */
export function benchEvent(n: number, run: string): string {
	const step = n % STEPS.length;
	const number = (n - step) / STEPS.length;
	const [type, more] = STEPS[step] ?? ['case.opened', {}];
	return JSON.stringify({
		specversion: '1.0',
		id: `${run}-${n}`,
		source: 'bench',
		type,
		time: new Date(Date.UTC(2026, 0, 5) + number * 500 + step * 20_000).toISOString(),
		subject: `${run}-case-${number}`,
		data: {
			team: `Team ${number % 8}`,
			agent: `agent-${number % 40}`,
			channel: 'phone',
			customer: `customer-${number % 10_000}`,
			tier: 'gold',
			topic: 'billing',
			...more
		}
	});
}

/** A run's events in frames of so many, as they go over the wire. */
export function benchFrames({ run, events, size }: { run: string; events: number; size: number }): Buffer[] {
	const frames: Buffer[] = [];
	for (let at = 0, seq = 0; at < events; at += size, seq++) {
		const texts = Array.from({ length: Math.min(size, events - at) }, (_, n) => benchEvent(at + n, run));
		frames.push(Buffer.from(`{"seq":${seq},"events":[${texts.join(',')}]}`));
	}
	return frames;
}
