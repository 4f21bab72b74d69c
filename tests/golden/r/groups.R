# Reference numbers for rmkit's comparison of two groups. Run: Rscript groups.R > groups.json
# Made-up people: levels from 1 to 5 with ties and missing values, untied hours, unequal groups, two values.
suppressMessages({library(coin); library(effectsize); library(exactRankTests); library(jsonlite)})
set.seed(929)
levels <- list(first = c(sample(1:5, 11, TRUE, c(1, 2, 3, 3, 2)), NA), second = c(sample(1:5, 9, TRUE), NA, NA))
hours <- list(first = round(rnorm(9, 6, 2), 3), second = round(rnorm(7, 4, 1), 3))
yes <- list(first = c(1, 1, 0, 1, 1, 0, 1, 1), second = c(0, 1, 0, 0, 0, 1, 0))
many <- list(first = sample(1:5, 45, TRUE, c(1, 2, 3, 3, 2)), second = sample(1:5, 40, TRUE))

split_p <- function(x, y) {
  v <- round(c(x, y), 9); m <- length(x); r <- rank(v)
  w <- combn(length(v), m, function(i) sum(r[i]))
  e <- m * mean(r)
  mean(abs(w - e) >= abs(sum(r[1:m]) - e) - 1e-9)
}
kept <- function(x, y, level) {
  w <- sort(unique(round(outer(x, y, "-"), 9)))
  at <- c(w[1] - 1, (head(w, -1) + tail(w, -1)) / 2, tail(w, 1) + 1)
  ok <- which(sapply(at, function(s) split_p(x - s, y)) >= 1 - level - 1e-12)
  c(c(-Inf, w)[min(ok)], c(w, Inf)[max(ok)])
}
t_of <- function(t) list(t = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
  se = t$stderr, ends = t$conf.int[1:2])
of <- function(g, small = TRUE, ends = FALSE) {
  x <- g$first[!is.na(g$first)]; y <- g$second[!is.na(g$second)]
  one <- data.frame(v = c(x, y), g = factor(rep(c("a", "b"), c(length(x), length(y)))))
  es <- function(f) { e <- as.data.frame(f(x, y)); unlist(e[c(1, ncol(e) - 1, ncol(e))], use.names = FALSE) }
  out <- list(welch = t_of(t.test(x, y)), student = t_of(t.test(x, y, var.equal = TRUE)),
    difference = mean(x) - mean(y), d = es(cohens_d), g = es(hedges_g), delta = es(cliffs_delta),
    hl = median(outer(x, y, "-")), means = c(mean(x), mean(y)), sds = c(sd(x), sd(y)),
    U = unname(suppressWarnings(wilcox.test(x, y, exact = FALSE))$statistic))
  if (small) {
    out$p_mann_whitney <- as.numeric(pvalue(wilcox_test(v ~ g, one, distribution = "exact")))
    out$p_permutation <- as.numeric(pvalue(oneway_test(v ~ g, one, distribution = "exact")))
    out$p_perm_test <- perm.test(x, y, paired = FALSE)$p.value
  } else out$p_normal <- suppressWarnings(wilcox.test(x, y, exact = FALSE)$p.value)
  if (ends) out$hl_ends <- kept(x, y, 0.95)
  out
}
h <- with(hours, wilcox.test(first, second, conf.int = TRUE))
answer <- list(
  made_with = list(r = R.version.string, coin = as.character(packageVersion("coin")),
    effectsize = as.character(packageVersion("effectsize")),
    exactRankTests = as.character(packageVersion("exactRankTests"))),
  data = list(levels = levels, hours = hours, yes = yes, many = many),
  groups = list(levels = of(levels), hours = of(hours, ends = TRUE), yes = of(yes, ends = TRUE),
    many = of(many, small = FALSE)),
  hours_ends = h$conf.int[1:2])
cat(toJSON(answer, digits = 14, auto_unbox = TRUE, na = "null"), "\n")
