# Agreement of raters on tied levels from 1 to 5, with gaps. Run: Rscript agreement.R > agreement.json
# psych for ICC and kappa; the rest written out in base R. Nothing of it is used when rmkit runs.
suppressMessages({library(psych); library(jsonlite)})
set.seed(20261123)
n <- 24
truth <- rnorm(n)
lev <- function(x) pmin(5, pmax(1, round(3 + x)))
r <- data.frame(a = lev(truth + rnorm(n, 0, .6)), b = lev(truth + .4 + rnorm(n, 0, .6)),
                c = lev(truth - .3 + rnorm(n, 0, .9)))
gaps <- r; gaps$a[3] <- NA; gaps$c[c(7, 11)] <- NA
full <- na.omit(gaps)
ic <- psych::ICC(full, lmer = FALSE)$results
icc <- list()
for (i in 1:6) icc[[c("icc1","icc2","icc3","icc1k","icc2k","icc3k")[i]]] <-
  list(value = ic$ICC[i], low = ic$`lower bound`[i], high = ic$`upper bound`[i],
       statistic = ic$F[i], df = c(ic$df1[i], ic$df2[i]), p = ic$p[i])
# weighted kappa with the errors of Fleiss, Cohen & Everitt (1969)
kap <- function(x, y, cost) {
  k <- 5; ok <- !is.na(x) & !is.na(y); x <- x[ok]; y <- y[ok]; n <- length(x)
  p <- table(factor(x, 1:k), factor(y, 1:k)) / n; v <- 1 - cost / max(cost)
  pr <- rowSums(p); pc <- colSums(p); e <- outer(pr, pc)
  po <- sum(p * v); pe <- sum(e * v); kappa <- (po - pe) / (1 - pe)
  m <- outer(as.vector(v %*% pc), as.vector(pr %*% v), "+")
  se <- sqrt((sum(p * (v - m * (1 - kappa))^2) - (kappa - pe * (1 - kappa))^2) / n) / (1 - pe)
  se0 <- sqrt((sum(e * (v - m)^2) - pe^2) / n) / (1 - pe)
  list(value = kappa, low = kappa - qnorm(.975) * se, high = min(1, kappa + qnorm(.975) * se),
       se = se, statistic = kappa / se0, p = 2 * pnorm(-abs(kappa / se0)), agreement = po, chance = pe, n = n)
}
apart <- abs(outer(1:5, 1:5, "-"))
kappa <- list(none = kap(gaps$a, gaps$b, sign(apart)), linear = kap(gaps$a, gaps$b, apart),
              quadratic = kap(gaps$a, gaps$b, apart^2))
pk <- psych::cohen.kappa(na.omit(gaps[c("a", "b")]))
kappa$psych <- list(unweighted = pk$kappa, quadratic = pk$weighted.kappa)
# Fleiss, with the jackknife
fl <- function(m) { k <- ncol(m); q <- colSums(m) / sum(m); r <- sum(m[1, ])
  po <- mean((rowSums(m^2) - r) / (r * (r - 1))); pe <- sum(q^2); c((po - pe) / (1 - pe), po) }
m <- t(apply(full, 1, function(x) table(factor(x, 1:5)))); f <- fl(m)
q <- colSums(m) / sum(m); o <- 1 - q; N <- nrow(m)
se0 <- sqrt(2) / (sum(q * o) * sqrt(N * 3 * 2)) * sqrt(sum(q * o)^2 - sum(q * o * (o - q)))
jk <- sapply(1:N, function(i) fl(m[-i, ])[1]); se <- sqrt((N - 1) / N * sum((jk - mean(jk))^2))
fleiss <- list(value = f[1], agreement = f[2], statistic = f[1] / se0, p = 2 * pnorm(-abs(f[1] / se0)), se = se,
               low = f[1] - qt(.975, N - 1) * se, high = min(1, f[1] + qt(.975, N - 1) * se))
# Kendall's W with ties
rk <- apply(full, 2, rank); S <- sum((rowSums(rk) - mean(rowSums(rk)))^2)
Tt <- sum(apply(full, 2, function(x) { t <- table(x); sum(t^3 - t) })); mm <- 3
W <- 12 * S / (mm^2 * (N^3 - N) - mm * Tt); chi <- mm * (N - 1) * W
sp <- mean(c(cor(full$a, full$b, method = "spearman"), cor(full$a, full$c, method = "spearman"),
             cor(full$b, full$c, method = "spearman")))
kendall <- list(w = W, chi2 = chi, df = N - 1, p = pchisq(chi, N - 1, lower.tail = FALSE), mean_spearman = (mm * W - 1) / (mm - 1))
# Krippendorff, pair by pair
kr <- function(d, metric) {
  u <- d[rowSums(!is.na(d)) > 1, ]; vals <- sort(unique(na.omit(unlist(u)))); K <- length(vals); o <- matrix(0, K, K)
  for (i in seq_len(nrow(u))) { x <- na.omit(unlist(u[i, ])); mu <- length(x)
    for (s in seq_along(x)) for (t in seq_along(x)) if (s != t) {
      a <- match(x[s], vals); b <- match(x[t], vals); o[a, b] <- o[a, b] + 1 / (mu - 1) } }
  nc <- rowSums(o); nn <- sum(nc)
  dd <- outer(1:K, 1:K, Vectorize(function(a, b) { if (a == b) return(0)
    if (metric == "nominal") 1 else if (metric == "interval") (vals[a] - vals[b])^2
    else if (metric == "ratio") ((vals[a] - vals[b]) / (vals[a] + vals[b]))^2
    else { g <- min(a, b):max(a, b); (sum(nc[g]) - (nc[a] + nc[b]) / 2)^2 } }))
  1 - (nn - 1) * sum(o * dd) / sum(outer(nc, nc) * dd)
}
sparse <- gaps; sparse$b[5] <- NA; sparse$c[5] <- NA
krip <- sapply(c("nominal", "ordinal", "interval", "ratio"), function(s) kr(sparse, s))
# Bland and Altman
ba <- na.omit(gaps[c("a", "b")]); d <- ba$b - ba$a; s <- sd(d); n2 <- length(d); z <- qnorm(.975); t <- qt(.975, n2 - 1)
tt <- t.test(d); sl <- s * sqrt(1 / n2 + z^2 / (2 * (n2 - 1))); lm1 <- summary(lm(d ~ I((ba$a + ba$b) / 2)))$coefficients[2, ]
ci <- confint(lm(d ~ I((ba$a + ba$b) / 2)))[2, ]
bland <- list(bias = mean(d), bias_low = tt$conf.int[1], bias_high = tt$conf.int[2], t = unname(tt$statistic), p = tt$p.value, sd = s,
  low = mean(d) - z * s, high = mean(d) + z * s, low_ends = mean(d) - z * s + c(-1, 1) * t * sl, high_ends = mean(d) + z * s + c(-1, 1) * t * sl,
  slope = lm1[[1]], slope_se = lm1[[2]], slope_t = lm1[[3]], slope_p = lm1[[4]], slope_ends = unname(ci))
cat(toJSON(list(made_with = paste(R.version.string, "psych", packageVersion("psych")), ratings = gaps, sparse = sparse,
  icc = icc, kappa = kappa, fleiss = fleiss, kendall = kendall, krippendorff = as.list(krip), bland = bland),
  auto_unbox = TRUE, digits = NA, dataframe = "columns", na = "null", pretty = TRUE))
