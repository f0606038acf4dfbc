import { ScreenNow } from '#schema/screen.ts';
import { isDone, send } from './send.ts';

const ASK_MS = 30_000;
/** Over a connection that was cut without a word no answer ever comes. */
const WITHIN_MS = 10_000;

type Following = {
	/** The board the page shows. */
	board: string;
	/** Is called when a manager gave the screen another one, until it shows that. */
	onmoved: (board: string) => void;
	/** Is told which version of its board there is. */
	onversion: (version: number) => void;
	/** Is called once, when the screen was revoked: nothing is asked from then on. */
	onrevoked: () => void;
	/** Asks what the screen is told of itself. */
	ask?: () => Promise<{ status: number; body: unknown }>;
};

/** Asks twice a minute which board this screen is to show, which also keeps its token alive. Returns how to stop. A browser that is no screen asks once. */
export function followScreen({
	board,
	onmoved,
	onversion,
	onrevoked,
	ask = () => send('/api/screens/self', { within_ms: WITHIN_MS })
}: Following) {
	let stopped = false;
	let timer: ReturnType<typeof setTimeout>;

	async function look() {
		const { status, body } = await ask();
		if (stopped || status === 401) return;
		if (status === 410) return onrevoked();
		const self = isDone({ status }) ? ScreenNow.safeParse(body).data : undefined;
		if (self && self.board !== board) onmoved(self.board);
		else if (self?.version != null) onversion(self.version);
		timer = setTimeout(look, ASK_MS);
	}
	void look();

	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
