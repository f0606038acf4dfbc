/** How long to wait before attempt `attempt` (0 for the first repeat): doubles from `from` to `to` ms, half of it by chance. */
export function backoffMs(
	attempt: number,
	{ from = 100, to = 5_000, random = Math.random }: { from?: number; to?: number; random?: () => number } = {}
): number {
	const whole = Math.min(to, from * 2 ** Math.min(attempt, 30));
	return Math.round(whole / 2 + (whole / 2) * random());
}
