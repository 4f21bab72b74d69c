# Numbers for tests/test_outcomes_design.py. Run: Rscript design.R > design.json
# pwr; Fisher's exact test enumerated with fisher.test; Schoenfeld (1983) by hand.
suppressMessages({library(pwr); library(jsonlite)})

grid <- function(f, effects, sizes) {
  rows <- expand.grid(effect = effects, n = sizes)
  rows$power <- mapply(f, rows$effect, rows$n)
  rows
}
paired <- function(d, n) pwr.t.test(n = n, d = d, type = "paired")$power
two <- function(d, n) pwr.t.test(n = n, d = d, type = "two.sample")$power
corr <- function(r, n) pwr.r.test(n = n, r = r)$power

fisher_power <- function(p1, p2, n1, n2, alpha = .05) {
  found <- 0
  for (a in 0:n1) for (b in 0:n2) {
    if (fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2))$p.value <= alpha)
      found <- found + dbinom(a, n1, p1) * dbinom(b, n2, p2)
  }
  found
}
schoenfeld <- function(hr, events, share = .5, alpha = .05) {
  z <- sqrt(events * share * (1 - share)) * log(hr)
  pnorm(z - qnorm(1 - alpha / 2)) + pnorm(-z - qnorm(1 - alpha / 2))
}
shares <- list(c(.85, .92), c(.6, .9), c(.5, .5))

# pwr solves for a size with a coarse tolerance; this one does not.
solve <- function(f, low, high, power = .8) uniroot(function(x) f(x) - power, c(low, high), tol = 1e-13)$root

out <- list(
  made_with = paste(R.version.string, "pwr", packageVersion("pwr")),
  paired = grid(paired, c(0, .2, .5, .8, 1.5, 3), c(2, 5, 12, 20, 60, 400)),
  two_groups = grid(two, c(0, .2, .5, .8, 1.5, 3), c(2, 5, 12, 20, 60, 400)),
  two_uneven = pwr.t2n.test(n1 = 12, n2 = 40, d = .6)$power,
  correlation = grid(corr, c(.1, .3, .5, .8), c(5, 20, 84, 300)),
  arcsine = lapply(shares, function(p) sapply(c(10, 40, 319), function(n)
    pwr.2p.test(h = ES.h(p[2], p[1]), n = n)$power)),
  arcsine_uneven = pwr.2p2n.test(h = ES.h(.92, .85), n1 = 30, n2 = 70)$power,
  fisher = lapply(shares, function(p) sapply(c(6, 10, 25), function(n)
    fisher_power(p[1], p[2], n, n))),
  fisher_uneven = fisher_power(.6, .9, 12, 20),
  schoenfeld = list(even = schoenfeld(.5, 66), uneven = schoenfeld(.7, 120, share = .3)),
  sizes = list(
    d_av_30 = solve(function(n) paired(.3, n), 2, 1e3),
    d_av_80 = solve(function(n) paired(.8, n), 2, 1e3),
    d_av_50_r_70 = solve(function(n) paired(.5 / sqrt(2 * (1 - .7)), n), 2, 1e3),
    two_d50_90 = solve(function(n) pwr.t.test(n = n, d = .5, sig.level = .01)$power, 2, 1e3, .9),
    r50 = solve(function(n) corr(.5, n), 5, 1e3),
    stay = solve(function(n) pwr.2p.test(h = ES.h(.92, .85), n = n)$power, 2, 1e4),
    events = solve(function(d) schoenfeld(.5, d), 2, 1e4)),
  detectable = list(
    paired_20 = solve(function(d) paired(d, 20), .01, 3),
    two_20 = solve(function(d) two(d, 20), .01, 3),
    r_20 = solve(function(r) corr(r, 20), .01, .99))
)
cat(toJSON(out, digits = 12, auto_unbox = TRUE, pretty = TRUE), "\n")
