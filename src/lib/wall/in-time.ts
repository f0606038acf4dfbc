const PATIENCE_MS = 15_000;

/** What comes of it, or what is given in its place when that takes longer: over a connection that was cut without a word nothing ever comes. */
export async function inTime<Done, Otherwise>(
	work: Promise<Done>,
	otherwise: Otherwise,
	ms = PATIENCE_MS
): Promise<Done | Otherwise> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<Otherwise>((done) => {
		timer = setTimeout(() => done(otherwise), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
