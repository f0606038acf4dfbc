-- The value below which a standard normal variable stays with probability `p`; null unless 0 < p < 1. About 16 digits.
-- (Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37, 1988.)
CREATE OR REPLACE FUNCTION touchstone_inverse_normal AS (p) ->
	if(p > 0 AND p < 1,
		arrayMap((q, tail) -> multiIf(
				abs(q) <= 0.425,
				q * touchstone_quotient(0.180625 - q * q,
					[2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
						1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0],
					[5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
						5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.]),
				tail <= 5,
				sign(q) * touchstone_quotient(tail - 1.6,
					[7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
						3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0],
					[1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
						6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.]),
				sign(q) * touchstone_quotient(tail - 5,
					[2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
						2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0],
					[2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
						1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.])),
			[toFloat64(assumeNotNull(p)) - 0.5],
			[sqrt(-log(least(toFloat64(assumeNotNull(p)), 1 - toFloat64(assumeNotNull(p)))))])[1],
		NULL);

-- The quotient of two polynomials in x, coefficients of the highest power first.
CREATE OR REPLACE FUNCTION touchstone_quotient AS (x, above, below) ->
	arrayFold((sum, coefficient) -> sum * x + coefficient, above, toFloat64(0))
	/ arrayFold((sum, coefficient) -> sum * x + coefficient, below, toFloat64(0));

-- Sigma level of `broken` in `due`, with the customary long-term shift of 1.5; null where none or all are broken: no number
-- of defects says how far from the limit such a process stays. (Harry, The Nature of Six Sigma Quality, 1988.)
CREATE OR REPLACE FUNCTION touchstone_sigma_level AS (broken, due) ->
	if(due > 0 AND broken > 0 AND broken < due, 1.5 - touchstone_inverse_normal(broken / due), NULL);
