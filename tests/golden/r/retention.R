# Reference numbers for rmkit's analyses of staying. Run: Rscript retention.R > retention.json
# Made-up people: whole months (many ties), delayed entry, three groups, two sites, a mood from 1 to 5,
# missing values. Prints the data with what R finds in them.
suppressMessages({library(survival); library(jsonlite)})
options(digits = 15)
set.seed(909)
n <- 90
group <- sample(c("mentors", "mentees", "others"), n, replace = TRUE)
site <- sample(c("north", "south"), n, replace = TRUE)
age <- round(rnorm(n, 40, 9))
mood <- sample(1:5, n, replace = TRUE, prob = c(1, 2, 4, 3, 2))
rate <- 0.035 * exp(0.5 * (group == "others") - 0.25 * (mood - 3))
to_leave <- ceiling(rexp(n, rate))
stop <- pmin(to_leave, sample(c(12, 18, 24), n, replace = TRUE))
left <- as.integer(to_leave <= stop)
start <- ifelse(runif(n) < 0.5, 0, sample(0:6, n, replace = TRUE))
start <- pmin(start, stop - 1)
age[sample(n, 6)] <- NA
mood[sample(n, 5)] <- NA
d <- data.frame(start, stop, left, group, site, age, mood)
d$group <- factor(d$group, levels = c("others", "mentors", "mentees"))

km <- function(fit, times) {
  s <- summary(fit, times = times, extend = FALSE)
  list(time = s$time, surv = s$surv, se = s$std.err, low = s$lower, high = s$upper,
       at_risk = s$n.risk)
}
curve <- function(fit) list(time = fit$time, surv = fit$surv, se = fit$surv * fit$std.err,
  low = fit$lower, high = fit$upper, at_risk = fit$n.risk, left = fit$n.event,
  ended = fit$n.censor)
medians <- function(fit) as.list(quantile(fit, 0.5)) 
rmean <- function(fit, tau) {
  t <- survival:::survmean(fit, rmean = tau)$matrix
  if (is.null(dim(t))) list(rmst = t[["rmean"]], se = t[["se(rmean)"]])
  else list(rmst = unname(t[, "rmean"]), se = unname(t[, "se(rmean)"]))
}
cox <- function(fit) {
  s <- summary(fit); z <- cox.zph(fit, transform = "km", terms = FALSE); zt <- cox.zph(fit)
  list(coef = as.list(coef(fit)), se = as.list(setNames(sqrt(diag(vcov(fit))), names(coef(fit)))),
    z = as.list(s$coefficients[, "z"]), p = as.list(s$coefficients[, "Pr(>|z|)"]),
    hr_low = as.list(s$conf.int[, "lower .95"]), hr_high = as.list(s$conf.int[, "upper .95"]),
    loglik = fit$loglik, n = fit$n, events = fit$nevent,
    lr = s$logtest[["test"]], lr_p = s$logtest[["pvalue"]], df = s$logtest[["df"]],
    wald = as.numeric(fit$wald.test), score = as.numeric(fit$score), 
    concordance = s$concordance[[1]], concordance_se = s$concordance[[2]],
    zph_chisq = as.list(zt$table[, "chisq"]), zph_df = as.list(zt$table[, "df"]),
    zph_p = as.list(zt$table[, "p"]))
}
logrank <- function(fit) list(observed = if (is.matrix(fit$obs)) rowSums(fit$obs) else fit$obs,
  expected = if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp, chisq = fit$chisq,
  df = sum((if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp) > 0) - 1, p = fit$pvalue)
one <- survfit(Surv(stop, left) ~ 1, d, conf.type = "log-log")
three <- survfit(Surv(stop, left) ~ group, d, conf.type = "log-log")
late <- survfit(Surv(start, stop, left) ~ 1, d, conf.type = "log-log")
two <- subset(d, group != "mentees"); two$group <- droplevels(two$group)
few <- data.frame(stop = c(2, 3, 3, 5, 8, 8, 9), left = c(1, 0, 1, 1, 0, 1, 1))
few_fit <- survfit(Surv(stop, left) ~ 1, few, conf.type = "log-log")
half_fit <- survfit(Surv(c(3, 5, 8, 11, 12, 14), c(1, 1, 1, 1, 0, 0)) ~ 1, conf.type = "log-log")
few_90 <- survfit(Surv(stop, left) ~ 1, few, conf.type = "log-log", conf.int = 0.9)
began <- ifelse(runif(n) < 0.6, sample(0:14, n, replace = TRUE), NA)
m <- ifelse(!is.na(began) & began < d$stop, began, Inf)
parts <- rbind(
  data.frame(a = 0, b = pmin(d$stop, m), left = d$left * (m >= d$stop), mentored = 0)[m > 0, ],
  data.frame(a = m, b = d$stop, left = d$left, mentored = 1)[m < d$stop, ])
day <- coxph(Surv(a, b, left) ~ mentored, parts)
rate <- function(k) {
  x <- parts[parts$mentored == k, ]; t <- poisson.test(sum(x$left), sum(x$b - x$a))
  list(value = 100 * unname(t$estimate), low = 100 * t$conf.int[1], high = 100 * t$conf.int[2])
}
with_curve <- survfit(Surv(a, b, left) ~ 1, subset(parts, mentored == 1), conf.type = "log-log")
there <- d$stop > 6
mark <- survfit(Surv(stop - 6, left) ~ I(m[there] <= 6), d[there, ], conf.type = "log-log")
out <- list(
  began = began, day = c(as.list(summary(day)$conf.int[1, c(1, 3, 4)]), z = summary(day)$coefficients[, "z"],
    p = summary(day)$coefficients[, "Pr(>|z|)"]), rate_without = rate(0), rate_with = rate(1),
  curve_with = curve(with_curve), landmark = km(mark, 10),
  made_with = paste(R.version.string, "survival", packageVersion("survival")),
  data = lapply(d[c("start", "stop", "left", "group", "site", "age", "mood")],
                function(x) if (is.factor(x)) as.character(x) else x),
  km_one = curve(one), km_late = curve(late), km_few = curve(few_fit),
  km_at_12 = km(three, 12),
  median_one = medians(one), median_late = medians(late), median_few = medians(few_fit),
  median_90 = medians(few_90), km_90 = curve(few_90),
  logrank_two = logrank(survdiff(Surv(stop, left) ~ group, two)),
  logrank_three = logrank(survdiff(Surv(stop, left) ~ group, d)),
  logrank_strata = logrank(survdiff(Surv(stop, left) ~ group + strata(site), d)),
  rmst_three = rmean(three, 12), rmst_one = rmean(one, 18), rmst_few = rmean(few_fit, 9),
  rmst_late = rmean(late, 12),
  cox_efron = cox(coxph(Surv(stop, left) ~ age + mood + group, d)),
  cox_breslow = cox(coxph(Surv(stop, left) ~ age + mood + group, d, ties = "breslow")),
  cox_strata = cox(coxph(Surv(stop, left) ~ age + mood + strata(site), d)),
  cox_late = cox(coxph(Surv(start, stop, left) ~ age + mood + group, d)),
  cox_late_breslow = cox(coxph(Surv(start, stop, left) ~ age + mood, d, ties = "breslow")),
  logrank_late = coxph(Surv(start, stop, left) ~ group, d, ties = "exact")$score,
  logrank_late_strata = coxph(Surv(start, stop, left) ~ group + strata(site), d, ties = "exact")$score,
  km_half = curve(half_fit), median_half = medians(half_fit),
  cox_late_strata = cox(coxph(Surv(start, stop, left) ~ age + mood + strata(site), d))
)
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = FALSE, na = "null"), "\n")
