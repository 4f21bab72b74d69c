# Reference numbers for rmkit's analyses of change between two waves. Run: Rscript change.R > change.json
# Made-up people on a scale from 1 to 5 (ties, zeros, missing values), untied hours, and 90 people.
suppressMessages({library(coin); library(effectsize); library(exactRankTests); library(jsonlite)})
set.seed(919)
likert <- data.frame(before = sample(1:5, 16, TRUE, c(3, 4, 3, 2, 1)))
likert$after <- pmin(5, pmax(1, likert$before + sample(-1:2, 16, TRUE, c(1, 3, 4, 2))))
likert$before[3] <- NA; likert$after[c(5, 8)] <- NA
hours <- data.frame(before = round(rnorm(12, 5, 2), 3), after = round(rnorm(12, 6.5, 2), 3))
many <- data.frame(before = sample(1:5, 90, TRUE))
many$after <- pmin(5, pmax(1, many$before + sample(-2:2, 90, TRUE, c(1, 2, 4, 3, 2))))
wide <- data.frame(before = c(1, 2, 3, 4, 1, 2, 3, 1, 2, 4, 1, 1, 5, 2, 3),
  after = c(1, 2, 3, 4, 2, 3, 2, 3, 4, 3, 2, 4, 3, 4, 4))
binary <- data.frame(before = c(0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0), after = c(1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1))

# The exact test of a shift with every flip of the signs written out, and the shifts it keeps.
flips <- function(d) {
  d <- d[abs(d) > 1e-9]
  n <- length(d)
  r <- rank(round(abs(d), 9))
  all <- as.matrix(expand.grid(rep(list(0:1), n))) %*% r
  v <- sum(r[d > 0])
  min(1, 2 * min(mean(all <= v + 1e-9), mean(all >= v - 1e-9)))
}
kept <- function(d, level) {
  w <- outer(d, d, "+") / 2
  w <- sort(unique(round(w[!lower.tri(w)], 9)))
  at <- c(w[1] - 1, (head(w, -1) + tail(w, -1)) / 2, tail(w, 1) + 1)
  ok <- which(sapply(at, function(s) flips(d - s)) >= 1 - level - 1e-12)
  c(c(-Inf, w)[min(ok)], c(w, Inf)[max(ok)])
}
# Tango's interval: the score with the likelihood under a given difference maximised by hand.
tango <- function(up, down, n, level) {
  z <- qnorm((1 + level) / 2)
  score <- function(delta) {
    ll <- function(q) up * log(q + delta) + down * log(q) + (n - up - down) * log(1 - 2 * q - delta)
    q <- optimize(ll, c(max(0, -delta), (1 - delta) / 2), maximum = TRUE, tol = 1e-14)$maximum
    (up - down - n * delta) / sqrt(n * (2 * q + delta - delta^2))
  }
  seen <- (up - down) / n
  c(uniroot(function(d) score(d) - z, c(-0.999, seen), tol = 1e-12)$root,
    uniroot(function(d) score(d) + z, c(seen, 0.999), tol = 1e-12)$root)
}
ranks <- function(x, level = 0.95, small = TRUE) {
  x <- na.omit(x); d <- x$after - x$before; n <- length(d)
  w <- outer(d, d, "+") / 2
  # With paired = TRUE effectsize counts later values, not changes, that are not zero for the interval.
  rb <- as.data.frame(suppressWarnings(rank_biserial(d, ci = level)))
  out <- list(hl = median(w[!lower.tri(w)]), rb = rb$r_rank_biserial, rb_low = rb$CI_low,
    rb_high = rb$CI_high, superiority = mean(d > 0) + mean(d == 0) / 2,
    superiority_ends = (1 + tango(sum(d > 0), sum(d < 0), n, level)) / 2,
    shares = c(mean(d > 0), mean(d == 0), mean(d < 0)), n = n)
  if (small) {
    one <- data.frame(y = x$after, x = x$before)
    p <- function(method) as.numeric(pvalue(wilcoxsign_test(y ~ x, one, distribution = "exact",
      zero.method = method)))
    c(out, list(p_dropped = p("Wilcoxon"), p_pratt = p("Pratt"),
      p_exact_rank_tests = suppressWarnings(wilcox.exact(x$after, x$before, paired = TRUE)$p.value),
      V = unname(suppressWarnings(wilcox.test(d, exact = FALSE))$statistic),
      hl_ends = kept(d, level)))
  } else {
    test <- suppressWarnings(wilcox.test(d, exact = FALSE, correct = TRUE))
    c(out, list(p_normal = test$p.value, V = unname(test$statistic)))
  }
}
h <- with(hours, wilcox.test(after - before, conf.int = TRUE))
h90 <- with(hours, wilcox.test(after - before, conf.int = TRUE, conf.level = 0.9))
d_of <- function(x) {
  x <- na.omit(x)
  as.list(unlist(lapply(list(d = cohens_d, g = hedges_g), function(f) {
    e <- as.data.frame(f(x$after, x$before, paired = TRUE)); c(e[[1]], e$CI_low, e$CI_high)
  })))
}
t_of <- function(x) {
  x <- na.omit(x); t <- t.test(x$after, x$before, paired = TRUE)
  list(value = unname(t$estimate), se = t$stderr, t = unname(t$statistic), df = unname(t$parameter),
    p = t$p.value, low = t$conf.int[1], high = t$conf.int[2])
}
# Two one-sided tests, after Schuirmann, written out with t.test.
tost <- function(low, high, ...) {
  a <- t.test(..., mu = low, alternative = "greater"); b <- t.test(..., mu = high, alternative = "less")
  both <- t.test(..., conf.level = 0.9)
  list(t_low = unname(a$statistic), p_low = a$p.value, t_high = unname(b$statistic), p_high = b$p.value,
    df = unname(a$parameter), ends = both$conf.int[1:2])
}
likert_full <- na.omit(likert)
answer <- list(
  made_with = list(r = R.version.string, coin = as.character(packageVersion("coin")),
    effectsize = as.character(packageVersion("effectsize")),
    exactRankTests = as.character(packageVersion("exactRankTests"))),
  data = list(likert = as.list(likert), hours = as.list(hours), wide = as.list(wide), many = as.list(many),
    binary = as.list(binary)),
  ranks = list(likert = ranks(likert), hours = ranks(hours), wide = ranks(wide), binary = ranks(binary),
    many = ranks(many, small = FALSE), likert_90 = ranks(likert, level = 0.9)),
  hours_wilcox_test = list(p = h$p.value, V = unname(h$statistic), hl = unname(h$estimate),
    ends = h$conf.int[1:2], ends_90 = h90$conf.int[1:2]),
  t = list(likert = t_of(likert), hours = t_of(hours), wide = t_of(wide), many = t_of(many), binary = t_of(binary)),
  d = list(likert = d_of(likert), hours = d_of(hours), wide = d_of(wide), many = d_of(many), binary = d_of(binary)),
  tost = list(
    paired = tost(-1, 1, likert_full$after, likert_full$before, paired = TRUE),
    welch = tost(-2, 0.5, hours$before, hours$after),
    equal = tost(-2, 0.5, hours$before, hours$after, var.equal = TRUE)))
cat(toJSON(answer, digits = 14, auto_unbox = TRUE, na = "null"), "\n")
