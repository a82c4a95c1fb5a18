from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "gleanry.tenants"
    label = "tenants"
