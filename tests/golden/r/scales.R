# Reliability of scales: psych and lavaan on bfi with gaps, and a small table of tied levels.
# Run in tests/golden/r: Rscript scales.R > scales.json. Nothing of it is used when rmkit runs.
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
set.seed(4); n <- 60; f <- rnorm(n)
d <- as.data.frame(sapply(1:4, function(i) pmin(5, pmax(1, round(3 + f * c(1, .8, .6, -.7)[i] + rnorm(n, 0, .7))))))
names(d) <- paste0("q", 1:4); d$q1[3] <- NA; d$q3[c(8, 20)] <- NA
w <- na.omit(d); w$q4 <- 6 - w$q4
a <- suppressWarnings(psych::alpha(w)); fe <- psych::alpha.ci(a$total$raw_alpha, n.obs = nrow(w), n.var = 4)
m <- "f =~ NA*q1 + l1*q1 + l2*q2 + l3*q3 + l4*q4
 f ~~ 1*f
 q1 ~~ t1*q1
 q2 ~~ t2*q2
 q3 ~~ t3*q3
 q4 ~~ t4*q4
 om := (l1+l2+l3+l4)^2 / ((l1+l2+l3+l4)^2 + t1+t2+t3+t4)"
fit <- lavaan(m, w, auto.var = FALSE); pe <- parameterEstimates(fit); om <- pe[pe$label == "om", ]
S <- cov(w); l <- pe$est[pe$op == "=~"]; t <- pe$est[pe$op == "~~" & pe$lhs != "f"]
o <- om$est; se <- om$se
r <- fa(cor(w), 1, fm = "minres")$loadings[, 1]
it <- psych::describe(d, type = 1)
rest <- sapply(1:4, function(i) cor(w[, i], rowSums(w[, -i])))
cat(toJSON(list(made_with = paste(R.version.string, "psych", packageVersion("psych"), "lavaan", packageVersion("lavaan")), table = d,
  alpha = a$total$raw_alpha, std = a$total$std.alpha, mean_r = a$total$average_r, low = fe$lower.ci, high = fe$upper.ci,
  dropped = a$alpha.drop$raw_alpha, rest = rest, omega = o, omega_se = se, omega_ends = plogis(qlogis(o) + c(-1, 1) * qnorm(.975) * se / (o * (1 - o))),
  omega_cor = 1 - sum(1 - r^2) / sum(cor(w)), loadings = l / apply(w, 2, sd) * sqrt((nrow(w)) / (nrow(w) - 1)), n = it$n, mean = it$mean, sd = it$sd, skew = it$skew),
  auto_unbox = TRUE, digits = NA, na = "null", dataframe = "columns", pretty = TRUE))
