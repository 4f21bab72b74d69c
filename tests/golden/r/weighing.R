# Pooled sites (metafor), Bayes factors (BayesFactor), weighted groups (survey), slopes (lm).
# Run: Rscript weighing.R > weighing.json. Nothing of it is used when rmkit runs.
suppressMessages({library(metafor); library(BayesFactor); library(survey); library(jsonlite)})
set.seed(23)
y <- c(.72, .02, .91, .18, -.45, .50); se <- c(.15, .20, .25, .10, .30, .18)
pool <- function(m) { f <- rma(y, sei = se, method = m, test = "knha", control = list(threshold = 1e-12, maxiter = 1000)); p <- predict(f)
  e <- rma(y, sei = se, method = "EE")
  list(random = c(f$b), low = f$ci.lb, high = f$ci.ub, se = f$se, t = f$zval, p = f$pval, fixed = c(e$b), fixed_low = e$ci.lb,
       fixed_high = e$ci.ub, fixed_se = e$se, z = e$zval, fixed_p = e$pval, pi_low = p$pi.lb, pi_high = p$pi.ub,
       q = f$QE, q_p = f$QEp, i2 = f$I2, tau2 = f$tau2, weights = as.vector(weights(f)) / 100) }
x1 <- c(2, 3, 1, 4, 2, 3, NA, 2, 5, 3, 2, 4); x2 <- c(3, 3, 2, 5, 2, 4, 4, 3, 5, NA, 4, 4)
ok <- !is.na(x1) & !is.na(x2)
b <- function(o) as.vector(extractBF(o)$bf)
bf <- list(paired = b(ttestBF(x2[ok], x1[ok], paired = TRUE)), paired_wide = b(ttestBF(x2[ok], x1[ok], paired = TRUE, rscale = 1)),
  independent = b(ttestBF(na.omit(x1), na.omit(x2))), correlation = b(correlationBF(x1[ok], x2[ok])),
  correlation_even = b(correlationBF(x1[ok], x2[ok], rscale = 1)))
n <- 120; before <- pmin(5, pmax(1, round(rnorm(n, 3)))); site <- sample(c("north", "south", "west"), n, TRUE)
place <- rbinom(n, 1, plogis(.6 * (before - 3) + .4 * (site == "south"))); after <- before + .5 * place + rnorm(n)
d <- data.frame(before, site, place, after); d$before[c(4, 50)] <- NA; d$after[9] <- NA
g <- na.omit(d); f <- glm(place ~ before + site, binomial, g); ps <- fitted(f)
weigh <- function(w) { s <- svydesign(~1, weights = w, data = g); m <- svyglm(after ~ place, s); v <- coef(summary(m))[2, ]
  list(value = v[[1]], se = v[[2]], t = v[[3]], p = v[[4]]) }
smd <- function(x, w) (weighted.mean(x[g$place == 1], w[g$place == 1]) - weighted.mean(x[g$place == 0], w[g$place == 0])) / sd(x[g$place == 1])
att <- ifelse(g$place == 1, 1, ps / (1 - ps)); ate <- ifelse(g$place == 1, 1 / ps, 1 / (1 - ps)); one <- rep(1, nrow(g))
cov <- list(before = g$before, sitesouth = 1 * (g$site == "south"), sitewest = 1 * (g$site == "west"))
bal <- function(w) unname(sapply(cov, smd, w))
prop <- list(model = unname(coef(f)), att = weigh(att), ate = weigh(ate), plain = weigh(one), before = bal(one), after_att = bal(att), after_ate = bal(ate),
  ess = c(sum(att[g$place == 0])^2 / sum(att[g$place == 0]^2), sum(ate[g$place == 1])^2 / sum(ate[g$place == 1]^2)))
mm <- g$before; a <- coef(lm(mm ~ g$place))[[2]]; yb <- coef(lm(g$after ~ g$place + mm))
med <- list(a = a, b = yb[[3]], direct = yb[[2]], indirect = a * yb[[3]], total = coef(lm(g$after ~ g$place))[[2]])
cat(toJSON(list(made_with = paste(R.version.string, "metafor", packageVersion("metafor"), "BayesFactor", packageVersion("BayesFactor"), "survey", packageVersion("survey")),
  y = y, se = se, reml = pool("REML"), dl = pool("DL"), x1 = x1, x2 = x2, bf = bf, table = d, propensity = prop, mediation = med),
  auto_unbox = TRUE, digits = NA, na = "null", dataframe = "columns", pretty = TRUE))
