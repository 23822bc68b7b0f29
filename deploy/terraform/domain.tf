# A domain of one's own, where one is wanted.

resource "aws_acm_certificate" "site" {
  count             = var.domain == null ? 0 : 1
  provider          = aws.global
  domain_name       = var.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "certificate" {
  count   = var.domain == null ? 0 : 1
  zone_id = var.domain.zone_id
  # A certificate for one name is proven by one record.
  name    = one(aws_acm_certificate.site[0].domain_validation_options).resource_record_name
  type    = one(aws_acm_certificate.site[0].domain_validation_options).resource_record_type
  records = [one(aws_acm_certificate.site[0].domain_validation_options).resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "site" {
  count                   = var.domain == null ? 0 : 1
  provider                = aws.global
  certificate_arn         = aws_acm_certificate.site[0].arn
  validation_record_fqdns = aws_route53_record.certificate[*].fqdn
}

resource "aws_route53_record" "site" {
  for_each = toset(var.domain == null ? [] : ["A", "AAAA"])

  zone_id = var.domain.zone_id
  name    = var.domain.name
  type    = each.value

  alias {
    name                   = aws_cloudfront_distribution.site.domain_name
    zone_id                = aws_cloudfront_distribution.site.hosted_zone_id
    evaluate_target_health = false
  }
}
