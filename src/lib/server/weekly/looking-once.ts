import type { Settled, Settler } from '../settled/settler.ts';
import { once } from '../once.ts';

/** With what it settles later settled once as well. */
const remembering = (settled: Settled): Settled => ({
	...settled,
	withLedger: once(settled.withLedger),
	withCustomers: once(settled.withCustomers)
});

/**
 * The same settler for all the questions of one page: what came in is looked at once, and all that the page says is of one moment. A look that
 * failed is one for all of them: they are answered from `cases`.
 */
export function lookingOnce(settler: Settler): Settler {
	const look = once(async () => {
		const settled = await settler.catchUp();
		return settled && remembering(settled);
	});
	return { ...settler, catchUp: look };
}
