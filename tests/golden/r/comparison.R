# Groups beside each other, on tied levels from 1 to 5 with gaps: base R, sandwich, clubSandwich.
# Run in tests/golden/r: Rscript comparison.R > comparison.json. Nothing of it is used when rmkit runs.
suppressMessages({library(sandwich); library(clubSandwich); library(jsonlite)})
set.seed(11); n <- 40; lev <- function(x) pmin(5, pmax(1, round(x)))
place <- rep(1:0, c(18, 22)); before <- lev(rnorm(n, 2.6, .9)); after <- lev(before + .7 * place + rnorm(n, 0, .8))
before[c(2, 30)] <- NA; after[c(5, 6, 25, 39)] <- NA; d <- data.frame(who = 1:n, place, before, after)
long <- rbind(data.frame(who = d$who, place, wave = 0, y = before), data.frame(who = d$who, place, wave = 1, y = after)); lg <- na.omit(long)
m <- lm(y ~ place * wave, lg); ct <- coef_test(m, vcov = "CR2", cluster = lg$who)["place:wave", ]
cr1 <- sqrt(diag(vcovCL(m, cluster = lg$who)))[["place:wave"]]
hc2 <- function(f, k) sqrt(diag(vcovHC(f, "HC2")))[[k]]
w <- na.omit(d); ch <- w$after - w$before; g <- lm(ch ~ place, w); an <- lm(after ~ place + before, w); pa <- lm(after ~ place * I(before - mean(before)), w)
o <- d[!is.na(d$after), ]; p1 <- lm(after ~ place, o); x <- ifelse(is.na(o$before), mean(d$before, na.rm = TRUE), o$before)
ad <- lm(after ~ place + x, o); li <- lm(after ~ place * I(x - mean(x)), o)
s <- d[c(1:7, 19:26), ]; s <- s[!is.na(s$after), ]; obs <- mean(s$after[s$place == 1]) - mean(s$after[s$place == 0])
al <- combn(nrow(s), sum(s$place), function(i) mean(s$after[i]) - mean(s$after[-i])); p_all <- mean(abs(al) >= abs(obs) - 1e-12)
f <- fisher.test(matrix(c(8, 3, 2, 9), 2)); cc <- chisq.test(matrix(c(8, 3, 2, 9), 2)); cu <- suppressWarnings(chisq.test(matrix(c(8, 3, 2, 9), 2), correct = FALSE))
ci <- function(f, k) unname(coef(f)[k] + c(-1, 1) * qt(.975, df.residual(f)) * hc2(f, k))
cat(toJSON(list(made_with = paste(R.version.string, "clubSandwich", packageVersion("clubSandwich"), "sandwich", packageVersion("sandwich")), table = d,
  did = list(b = ct$beta, se = ct$SE, df = ct$df_Satt, p = ct$p_Satt, cr1 = cr1, balanced = coef(g)[[2]], balanced_se = hc2(g, 2)),
  ancova = list(adjusted = coef(an)[[2]], se = hc2(an, 2), ends = ci(an, 2), gain = coef(g)[[2]], gain_se = hc2(g, 2), gain_ends = as.vector(-rev(t.test(ch ~ place, cbind(w, ch = ch))$conf.int)), before = coef(lm(before ~ place, w))[[2]],
    slope = coef(an)[[3]], parallel = coef(pa)[[4]], parallel_se = hc2(pa, 4)),
  lottery = list(effect = coef(p1)[[2]], se = hc2(p1, 2), ends = as.vector(-rev(t.test(after ~ place, o)$conf.int)), classical = summary(p1)$coefficients[2, 2], adjusted = coef(ad)[[2]], adjusted_se = summary(ad)$coefficients[2, 2],
    lin = coef(li)[[2]], lin_se = hc2(li, 2)), small = s, small_p = p_all,
  shares = list(p = f$p.value, odds = unname(f$estimate), odds_ends = as.vector(f$conf.int), chi2 = unname(cu$statistic), chi2_p = cu$p.value, corrected = unname(cc$statistic), corrected_p = cc$p.value)),
  auto_unbox = TRUE, digits = NA, na = "null", dataframe = "columns", pretty = TRUE))
