import { createContext } from 'svelte';
import { pushState, replaceState } from '$app/navigation';
import { readTarget, targetKey, withTarget, type LensTarget } from './lens.ts';

/** Which number is opened. The address says it: it can be sent, reloaded and gone back from. */
export class Lens {
	#target = $state.raw<LensTarget | null>(null);
	/** The entry of the history is ours, so that closing goes back instead of adding another. */
	#pushed = false;

	get target() {
		return this.#target;
	}

	open(target: LensTarget) {
		pushState(withTarget(location.href, target), {});
		this.#target = target;
		this.#pushed = true;
	}

	/** Closes this target, unless another one has been opened meanwhile. */
	close(target: LensTarget) {
		if (this.#target !== target) return;
		this.#target = null;
		if (this.#pushed) history.back();
		else replaceState(withTarget(location.href, null), {});
		this.#pushed = false;
	}

	/** Follows an address that changed by other ways. */
	follow(address: { search: string }) {
		const found = readTarget(address.search);
		if (found && this.#target && targetKey(found) === targetKey(this.#target)) return;
		this.#target = found;
		this.#pushed = false;
	}
}

export const [getLens, setLens] = createContext<Lens>();
