# A scale of three items in two waves, ordered levels 1 to 7 with gaps, by lavaan (ML, markers).
# Run in tests/golden/r: Rscript invariance.R > invariance.json. Nothing of it is used when rmkit runs.
suppressMessages({library(lavaan); library(jsonlite)})
set.seed(31); n <- 160; f1 <- rnorm(n); f2 <- .7 * f1 + rnorm(n, .5, .7); lev <- function(x) pmin(7, pmax(1, round(4 + x)))
u <- matrix(rnorm(3 * n, 0, .5), n); w <- function(f, l, b) sapply(1:3, function(i) lev(l[i] * f + u[, i] + rnorm(n, b[i], .7)))
d <- data.frame(w(f1, c(1, 1.2, .8), c(0, 0, 0)), w(f2, c(1, 1.2, 1.1), c(0, .3, 0))); names(d) <- c("a1", "b1", "c1", "a2", "b2", "c2")
d$a1[4] <- NA; d$c2[c(9, 70)] <- NA; k <- na.omit(d)
cov <- "a1 ~~ a2
 b1 ~~ b2
 c1 ~~ c2
"
m1 <- paste0("F =~ a1 + b1 + c1
 G =~ a2 + b2 + c2
", cov)
m2 <- paste0("F =~ a1 + x*b1 + y*c1
 G =~ a2 + x*b2 + y*c2
", cov)
m3 <- paste0(m2, "a1 + a2 ~ i*1
 b1 + b2 ~ j*1
 c1 + c2 ~ h*1
 F ~ 0*1
 G ~ 1
")
fits <- lapply(list(m1, m2, m3), function(m) cfa(m, k, meanstructure = TRUE))
g <- function(f) { x <- fitMeasures(f, c("chisq", "df", "pvalue", "cfi", "rmsea")); as.list(unname(x)) }
pe <- parameterEstimates(fits[[3]]); mv <- pe$est[pe$lhs == "G" & pe$op == "~1"] / sqrt(pe$est[pe$lhs == "F" & pe$op == "~~" & pe$rhs == "F"])
cat(toJSON(list(made_with = paste(R.version.string, "lavaan", packageVersion("lavaan")), table = d, configural = g(fits[[1]]), metric = g(fits[[2]]), scalar = g(fits[[3]]), moved = mv),
  auto_unbox = TRUE, digits = NA, na = "null", dataframe = "columns", pretty = TRUE))
