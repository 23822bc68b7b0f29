# Private, reachable through CloudFront alone, and cached as each file says.

mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::streamdesk-test" }
  }
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:distribution/EXAMPLE", domain_name = "example.cloudfront.net" }
  }
  mock_resource "aws_cloudfront_function" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:function/router" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111122223333:policy/deployer" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/github" }
  }
}
mock_provider "aws" {
  alias = "global"
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/streamdesk-test/0" }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:111122223333:certificate/0"
      domain_validation_options = [{
        domain_name           = "desk.example.com"
        resource_record_name  = "_0.desk.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_1.acm-validations.aws"
      }]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0" }
  }
  mock_resource "aws_cloudwatch_log_delivery_source" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:delivery-source:streamdesk-test" }
  }
  mock_resource "aws_cloudwatch_log_delivery_destination" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:delivery-destination:streamdesk-test" }
  }
}

variables {
  name     = "streamdesk-test"
  region   = "eu-central-1"
  manifest = "tests/manifest.json"
}

run "the_bucket_is_private" {
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.site.block_public_acls,
      aws_s3_bucket_public_access_block.site.block_public_policy,
      aws_s3_bucket_public_access_block.site.ignore_public_acls,
      aws_s3_bucket_public_access_block.site.restrict_public_buckets,
    ])
    error_message = "The bucket could be made public."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_s3_bucket_policy.site.policy).Statement :
      statement.Effect == "Deny" || (
        statement.Principal == { Service = "cloudfront.amazonaws.com" }
        && try(statement.Condition.StringEquals["AWS:SourceArn"], "") == aws_cloudfront_distribution.site.arn
      )
    ])
    error_message = "Somebody else than this distribution may read the bucket."
  }

  assert {
    condition     = aws_cloudfront_origin_access_control.site.signing_behavior == "always"
    error_message = "CloudFront asks unsigned."
  }
}

run "it_is_served_over_tls_and_cached_as_each_file_says" {
  assert {
    condition     = aws_cloudfront_distribution.site.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    error_message = "It can be read in the clear."
  }

  assert {
    condition     = aws_cloudfront_cache_policy.by_header.min_ttl == 0 && aws_cloudfront_cache_policy.by_header.default_ttl == 0
    error_message = "The page or its settings are kept longer than they say."
  }

  assert {
    condition     = aws_cloudfront_cache_policy.by_header.max_ttl >= 31536000
    error_message = "What never changes is not kept for long."
  }

  assert {
    condition     = one(aws_cloudfront_distribution.site.custom_error_response).response_code == 404
    error_message = "What is missing is answered as if it were there."
  }

  assert {
    condition     = length(aws_cloudfront_function.router.code) < 10240
    error_message = "CloudFront takes no function of this size."
  }
}

run "without_more_there_is_neither_domain_nor_firewall_nor_role" {
  assert {
    condition = (
      length(aws_acm_certificate.site) == 0
      && length(aws_wafv2_web_acl.site) == 0
      && length(aws_iam_role.github) == 0
      && length(aws_cloudfront_distribution.site.aliases) == 0
    )
    error_message = "Something is made that nobody asked for."
  }

  assert {
    condition     = output.origin == "https://example.cloudfront.net"
    error_message = "The origin is not the one that the instance must list."
  }
}

run "a_domain_of_ones_own" {
  variables {
    domain = { name = "desk.example.com", zone_id = "Z111" }
  }

  assert {
    condition     = tolist(aws_cloudfront_distribution.site.aliases) == tolist(["desk.example.com"]) && output.origin == "https://desk.example.com"
    error_message = "It does not answer under that name."
  }

  assert {
    condition     = aws_cloudfront_distribution.site.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Old TLS is spoken."
  }

  assert {
    condition     = sort([for record in aws_route53_record.site : record.type]) == tolist(["A", "AAAA"])
    error_message = "The name leads nowhere."
  }
}

run "a_firewall_when_it_is_wanted" {
  variables {
    firewall = { requests = 500 }
  }

  assert {
    condition     = aws_cloudfront_distribution.site.web_acl_id == aws_wafv2_web_acl.site[0].arn
    error_message = "The web ACL stands before nothing."
  }
}

run "who_uploads_may_do_nothing_else" {
  variables {
    github = {
      repository   = "example/desk"
      environment  = "production"
      provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    }
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_policy.deployer.policy).Statement : statement.Action])) == toset([
      "s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "s3:GetObject", "cloudfront:CreateInvalidation",
    ])
    error_message = "The deployer may do something else."
  }

  assert {
    condition     = !strcontains(aws_iam_policy.deployer.policy, "\"*\"")
    error_message = "The deployer may do it to everything."
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.github[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]
      == "repo:example/desk:environment:production"
    )
    error_message = "Others than that environment's workflows may take the role."
  }
}

run "logs_forget_and_hold_no_query" {
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.logs.rule[0].expiration[0].days == 30
    error_message = "Logs are kept for longer."
  }

  assert {
    condition = length(setintersection(
      aws_cloudwatch_log_delivery.site.record_fields, ["cs-uri-query", "cs(Cookie)", "cs(Referer)"],
    )) == 0
    error_message = "Logs hold what they should not."
  }
}
