/** The integral of the normal density from 0 to x, as its power series: exact to the last digits for |x| ≤ 6. */
function areaTo(x: number) {
	let term = x;
	let sum = x;
	for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 400; n++) {
		term *= (x * x) / (2 * n + 1);
		sum += term;
	}
	return (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Where the normal distribution reaches a share: by halving. */
function normalQuantile(share: number) {
	let [low, high] = [-6, 6];
	for (let step = 0; step < 100; step++) {
		const middle = (low + high) / 2;
		if (0.5 + areaTo(middle) < share) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** Sigma level with the customary shift of 1.5; none where nothing or everything broke. */
export const sigma = (broken: number, due: number): number | null =>
	due === 0 || broken === 0 || broken === due ? null : normalQuantile(1 - broken / due) + 1.5;
