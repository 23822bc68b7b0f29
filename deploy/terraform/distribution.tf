# CloudFront before the bucket.

locals {
  # CloudFront has these as settings of their own; all others it takes as they are.
  settings = ["content-security-policy", "referrer-policy", "strict-transport-security", "x-content-type-options"]
  headers  = local.manifest.headers
  others   = { for name, value in local.headers : name => value if !contains(local.settings, name) }
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = var.name
  description                       = "CloudFront signs what it asks of the bucket."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Which file answers a path, and in which encoding.
resource "aws_cloudfront_function" "router" {
  name    = "${var.name}-router"
  runtime = "cloudfront-js-2.0"
  comment = "Paths to files, Brotli and gzip"
  publish = true
  code    = file("${path.module}/router.js")
}

# The page's own headers, from the manifest of the export: the same as the server's.
resource "aws_cloudfront_response_headers_policy" "page" {
  name    = var.name
  comment = "As the manifest of the export says"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.headers["content-security-policy"]
      override                = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = local.headers["referrer-policy"]
      override        = true
    }

    # There is nothing here without TLS.
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = false
      override                   = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = local.others

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }

  remove_headers_config {
    items {
      header = "server"
    }
    items {
      header = "x-amz-server-side-encryption"
    }
    items {
      header = "x-amz-version-id"
    }
  }
}

# How long anything is kept is what its own header says: for ever, or not at all. The path has the encoding in it already.
resource "aws_cloudfront_cache_policy" "by_header" {
  name        = "${var.name}-by-header"
  comment     = "As each file's Cache-Control says"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = false
    enable_accept_encoding_gzip   = false

    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  aliases             = var.domain == null ? [] : [var.domain.name]
  web_acl_id          = var.firewall == null ? null : aws_wafv2_web_acl.site[0].arn
  wait_for_deployment = true

  origin {
    origin_id                = "bucket"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  default_cache_behavior {
    target_origin_id           = "bucket"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = aws_cloudfront_cache_policy.by_header.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.page.id
    # It is compressed already, and smaller than it would be here.
    compress = false

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.router.arn
    }
  }

  # A part of the page that is missing stays missing: it is never answered with the page, and asked for again at once.
  custom_error_response {
    error_code            = 404
    response_code         = 404
    response_page_path    = "/404.html"
    error_caching_min_ttl = 0
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = var.domain == null ? null : aws_acm_certificate_validation.site[0].certificate_arn
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? "TLSv1" : "TLSv1.2_2021"
  }
}
