variable "name" {
  description = "What everything here is called, and the bucket too: lower-case letters, digits and hyphens, unique in the world."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,50}$", var.name))
    error_message = "The name has 3 to 51 lower-case letters, digits and hyphens, and begins with no hyphen."
  }
}

variable "region" {
  description = "The region of the bucket."
  type        = string
}

variable "manifest" {
  description = "The manifest.json that `streamdesk export` wrote. The headers of every answer are read from it."
  type        = string

  validation {
    condition     = can(jsondecode(file(var.manifest)).headers["content-security-policy"])
    error_message = "There is no manifest of an export at that path; run `streamdesk export` first."
  }
}

variable "domain" {
  description = "A domain of your own: its name, and the hosted zone in Route 53 in which it and its certificate are entered."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "firewall" {
  description = "Put a web ACL before it: AWS' lists of bad addresses and inputs, and a limit of requests per address in five minutes."
  type = object({
    requests = optional(number, 2000)
  })
  default = null
}

variable "log_days" {
  description = "How many days access logs are kept. They hold addresses of people: no longer than they are needed."
  type        = number
  default     = 30

  validation {
    condition     = var.log_days >= 1
    error_message = "Logs are kept for a day at least."
  }
}

variable "price_class" {
  description = "From where CloudFront serves."
  type        = string
  default     = "PriceClass_100"
}

variable "github" {
  description = "A repository at GitHub whose workflows may upload, in this environment and no other, by OpenID Connect: no key is kept anywhere."
  type = object({
    repository   = string
    environment  = string
    provider_arn = string
  })
  default = null
}
