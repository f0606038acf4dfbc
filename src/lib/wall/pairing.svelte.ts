import { CodeShown, CodeState, type ScreenSelf } from '#schema/screen.ts';
import { isDone, send } from './send.ts';

const ASK_MS = 2_000;

/** What the screen says: asking for its first code, showing one, told to wait, or done. */
export type PairingState =
	| { is: 'asking' }
	| { is: 'busy'; detail: string }
	| { is: 'shown'; code: string }
	| { is: 'paired'; screen: ScreenSelf };

type Options = {
	/** Is called once the screen has its token. */
	onpaired: (screen: ScreenSelf) => void;
};

/** The screen's side of pairing: shows a code, asks what became of it every two seconds, takes another when it ends. */
export class Pairing {
	#state = $state.raw<PairingState>({ is: 'asking' });
	#ends = $state(0);
	#now = $state(0);
	#lost = $state(false);
	readonly #onpaired: Options['onpaired'];

	constructor({ onpaired }: Options) {
		this.#onpaired = onpaired;
	}

	get state() {
		return this.#state;
	}
	/** How long the code is valid still, seconds. By this screen's own clock from when it was told, which may go wrong as it likes. */
	get left_s() {
		return Math.max(0, Math.ceil((this.#ends - this.#now) / 1000));
	}
	/** The dashboard is not reached; the code stands. */
	get lost() {
		return this.#lost;
	}

	/** Starts; returns how to stop. */
	start(): () => void {
		let stopped = false;
		let timer: ReturnType<typeof setTimeout>;
		const clock = setInterval(() => (this.#now = performance.now()), 250);
		const go = async () => {
			const over = await this.#step();
			if (!stopped && !over) timer = setTimeout(go, ASK_MS);
		};
		void go();
		return () => {
			stopped = true;
			clearInterval(clock);
			clearTimeout(timer);
		};
	}

	/** One look; true once the screen is paired. */
	async #step(): Promise<boolean> {
		this.#now = performance.now();
		if (this.#state.is === 'shown' && this.left_s > 0) return this.#look(this.#state.code);
		await this.#takeCode();
		return false;
	}

	async #takeCode() {
		const sent = await send('/api/screens/codes', { method: 'POST' });
		const shown = CodeShown.safeParse(sent.body);
		this.#lost = sent.status === 0;
		if (isDone(sent) && shown.success) {
			this.#ends = performance.now() + shown.data.left_s * 1000;
			this.#state = { is: 'shown', code: shown.data.code };
		} else if (sent.status !== 0) this.#state = { is: 'busy', detail: sent.detail };
	}

	async #look(code: string): Promise<boolean> {
		const sent = await send(`/api/screens/codes/${code}`);
		const found = CodeState.safeParse(sent.body);
		this.#lost = sent.status === 0 || sent.status >= 500;
		if (isDone(sent) && found.success) {
			if (found.data.state === 'waiting') return false;
			this.#state = { is: 'paired', screen: found.data.screen };
			this.#onpaired(found.data.screen);
			return true;
		}
		if ([404, 410, 429].includes(sent.status)) await this.#takeCode();
		return false;
	}
}
