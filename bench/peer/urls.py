from django.urls import include, path

from bench.peer.admin import stock, tuned

urlpatterns = [path("stock/", stock.urls), path("tuned/", tuned.urls), path("", include("config.urls"))]
