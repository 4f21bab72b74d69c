# Ordered answers with a level shared within a group, as ordinal::clmm sees it (adaptive quadrature).
# Run: Rscript ordinal.R > ordinal.json. Nothing of it is used when rmkit runs.
suppressMessages({library(ordinal); library(jsonlite)})
fit <- function(f) list(b = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))[seq_along(coef(f))]),
  logLik = as.numeric(logLik(f)), sd = unname(sqrt(unlist(VarCorr(f)))))
data(wine)
set.seed(9); g <- 25; d <- expand.grid(wave = 0:2, person = 1:g); u <- rnorm(g, 0, 1.1)
d$level <- pmin(5, pmax(1, round(3 + .5 * d$wave + .8 * u[d$person] + rnorm(3 * g))))
d$level[c(3, 17, 40)] <- NA
o <- na.omit(d); o$f <- factor(o$level)
cat(toJSON(list(made_with = paste(R.version.string, "ordinal", packageVersion("ordinal")),
  wine = fit(clmm(rating ~ temp + contact + (1 | judge), data = wine, nAGQ = 20)),
  table = d, levels = fit(clmm(f ~ wave + (1 | person), data = o, nAGQ = 20))), auto_unbox = TRUE, digits = NA, na = "null", dataframe = "columns", pretty = TRUE))
