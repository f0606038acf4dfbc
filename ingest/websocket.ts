import { WebSocket } from 'ws';

/** A server's WebSocket that lets its owner speak before it closes. */
export class IngestSocket extends WebSocket {
	/**
	 * Called instead of closing when ws would: it refuses what came in (`refused`: too large, not UTF-8, …), or the producer
	 * closes. The owner then calls `finish`.
	 */
	onClosing: ((code: number | undefined, refused: boolean) => void) | undefined;

	// ws calls this with a code and no reason to refuse a frame, and with the producer's own words to answer its close.
	override close(code?: number, reason?: string | Buffer) {
		const { onClosing } = this;
		if (!onClosing) return super.close(code, reason);
		this.onClosing = undefined;
		onClosing(code, code !== undefined && reason === undefined);
	}

	/** Closes. What still comes in is read and dropped, or the producer would never see the close. */
	finish(code?: number, reason = '') {
		this.onClosing = undefined;
		this.resume();
		super.close(code, code === undefined ? undefined : reason);
	}
}
