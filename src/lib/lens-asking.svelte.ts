import type { KpiId } from '#schema/kpi.ts';
import { readLens, type LensAnswer } from './lens.ts';

/** Asks for an opened number. The last answer stays until the next one is here. */
export class LensAsking {
	#answer = $state.raw<LensAnswer | null>(null);
	#failed = $state(false);
	#busy = $state(false);
	#running: AbortController | undefined;

	get answer() {
		return this.#answer;
	}

	/** The latest question failed: the answer, if any, is an older one. */
	get failed() {
		return this.#failed;
	}

	get busy() {
		return this.#busy;
	}

	async ask(kpi: KpiId, query: string) {
		this.stop();
		const running = (this.#running = new AbortController());
		this.#busy = true;
		try {
			const response = await fetch(`/api/kpi/${kpi}/lens?${query}`, { signal: running.signal });
			if (!response.ok) throw new Error(`${response.status}`);
			const answer = readLens(kpi, await response.json());
			if (running.signal.aborted) return;
			this.#answer = answer;
			this.#failed = false;
		} catch {
			if (!running.signal.aborted) this.#failed = true;
		}
		if (!running.signal.aborted) this.#busy = false;
	}

	stop() {
		this.#running?.abort();
	}
}
